// SHA-1 in C alone (FIPS 180-4, 6.1.3). The eighty rounds are written out, so that every index of
// the schedule is a constant: loops over them were 20 to 50 percent slower.
#include "hash_kernels_private.h"

// The functions of FIPS 180-4, 4.1.1. The two halves of Choose and of Majority share no bit, so a
// sum is as good as a union, and the compiler may add each half to E as soon as it is there.
#define CHOOSE(b, c, d) (((b) & (c)) + (~(b) & (d)))
#define PARITY(b, c, d) ((b) ^ (c) ^ (d))
#define MAJORITY(b, c, d) (((b) & (c)) + (((b) ^ (c)) & (d)))

// The schedule word of round `t`, made when it is needed; `w` holds the last sixteen.
#define LOAD(t) (w[t] = cdc_load_big_endian(input + 4 * (t)))
#define EXTEND(t)                 \
  (w[(t) & 15] = cdc_rotate_left( \
       w[((t) + 13) & 15] ^ w[((t) + 8) & 15] ^ w[((t) + 2) & 15] ^ w[(t) & 15], 1))

// One round. Instead of moving each variable to the next, the caller moves the names.
#define ROUND(f, k, a, b, c, d, e, word)                    \
  do {                                                      \
    e += (word) + (k) + cdc_rotate_left(a, 5) + f(b, c, d); \
    b = cdc_rotate_left(b, 30);                             \
  } while (0)

// Five rounds from round `t` bring every name back to its variable.
#define FIVE_ROUNDS(f, k, word, t)             \
  do {                                         \
    ROUND(f, k, a, b, c, d, e, word((t)));     \
    ROUND(f, k, e, a, b, c, d, word((t) + 1)); \
    ROUND(f, k, d, e, a, b, c, word((t) + 2)); \
    ROUND(f, k, c, d, e, a, b, word((t) + 3)); \
    ROUND(f, k, b, c, d, e, a, word((t) + 4)); \
  } while (0)

#define TWENTY_ROUNDS(f, k, t)           \
  do {                                   \
    FIVE_ROUNDS(f, k, EXTEND, (t));      \
    FIVE_ROUNDS(f, k, EXTEND, (t) + 5);  \
    FIVE_ROUNDS(f, k, EXTEND, (t) + 10); \
    FIVE_ROUNDS(f, k, EXTEND, (t) + 15); \
  } while (0)

void cdc_sha1_portable(cdc_hash_state *state, const void *blocks, size_t count) {
  const uint8_t *input = blocks;

  for (; count > 0; count--, input += 64) {
    uint32_t w[16];
    uint32_t a = state->word[0], b = state->word[1], c = state->word[2], d = state->word[3];
    uint32_t e = state->word[4];

    FIVE_ROUNDS(CHOOSE, 0x5a827999, LOAD, 0);
    FIVE_ROUNDS(CHOOSE, 0x5a827999, LOAD, 5);
    FIVE_ROUNDS(CHOOSE, 0x5a827999, LOAD, 10);
    ROUND(CHOOSE, 0x5a827999, a, b, c, d, e, LOAD(15));
    ROUND(CHOOSE, 0x5a827999, e, a, b, c, d, EXTEND(16));
    ROUND(CHOOSE, 0x5a827999, d, e, a, b, c, EXTEND(17));
    ROUND(CHOOSE, 0x5a827999, c, d, e, a, b, EXTEND(18));
    ROUND(CHOOSE, 0x5a827999, b, c, d, e, a, EXTEND(19));
    TWENTY_ROUNDS(PARITY, 0x6ed9eba1, 20);
    TWENTY_ROUNDS(MAJORITY, 0x8f1bbcdc, 40);
    TWENTY_ROUNDS(PARITY, 0xca62c1d6, 60);

    state->word[0] += a;
    state->word[1] += b;
    state->word[2] += c;
    state->word[3] += d;
    state->word[4] += e;
  }
}
