// SHA-1 in C alone (FIPS 180-4, 6.1.3). Only for processors without instructions for it, so the
// eighty rounds are loops: written out they were 15 percent faster, and three times as long.
#include "hash_kernels_private.h"

// The functions of FIPS 180-4, 4.1.1. The two halves of Choose and of Majority share no bit, so a
// sum is as good as a union, and the compiler may add each half to E as soon as it is there.
#define CHOOSE(b, c, d) (((b) & (c)) + (~(b) & (d)))
#define PARITY(b, c, d) ((b) ^ (c) ^ (d))
#define MAJORITY(b, c, d) (((b) & (c)) + (((b) ^ (c)) & (d)))

// The schedule word of round `t`.
#define EXTEND(t) \
  (w[t] = cdc_rotate_left(w[(t) - 3] ^ w[(t) - 8] ^ w[(t) - 14] ^ w[(t) - 16], 1))

// Round `t`, and the schedule word of sixteen rounds later, which then is there in time. Instead of
// moving each variable to the next, the caller moves the names.
#define ROUND(f, k, a, b, c, d, e, t)                    \
  do {                                                   \
    e += w[t] + (k) + cdc_rotate_left(a, 5) + f(b, c, d); \
    b = cdc_rotate_left(b, 30);                          \
    EXTEND((t) + 16);                                    \
  } while (0)

// Five rounds bring every name back to its variable. More of them at a time gain nothing.
#define TWENTY_ROUNDS(f, k, first)                    \
  _Pragma("clang loop unroll(disable)")               \
  for (int t = (first); t < (first) + 20; t += 5) {   \
    ROUND(f, k, a, b, c, d, e, t);                    \
    ROUND(f, k, e, a, b, c, d, t + 1);                \
    ROUND(f, k, d, e, a, b, c, t + 2);                \
    ROUND(f, k, c, d, e, a, b, t + 3);                \
    ROUND(f, k, b, c, d, e, a, t + 4);                \
  }

void cdc_sha1_portable(cdc_hash_state *state, const void *blocks, size_t count) {
  const uint8_t *input = blocks;

  for (; count > 0; count--, input += 64) {
    uint32_t w[80 + 16];  // the last sixteen are made and not used
#pragma clang loop unroll(full)  // a loop of few turns costs more than it looks
    for (int t = 0; t < 16; t++) w[t] = cdc_load_big_endian(input + 4 * t);

    uint32_t a = state->word[0], b = state->word[1], c = state->word[2], d = state->word[3];
    uint32_t e = state->word[4];
    TWENTY_ROUNDS(CHOOSE, 0x5a827999, 0)
    TWENTY_ROUNDS(PARITY, 0x6ed9eba1, 20)
    TWENTY_ROUNDS(MAJORITY, 0x8f1bbcdc, 40)
    TWENTY_ROUNDS(PARITY, 0xca62c1d6, 60)

    state->word[0] += a;
    state->word[1] += b;
    state->word[2] += c;
    state->word[3] += d;
    state->word[4] += e;
  }
}

// Two at a time would want more registers than there are.
void cdc_sha1_portable_pair(cdc_hash_state *first, const void *first_blocks,
                            cdc_hash_state *second, const void *second_blocks, size_t count) {
  cdc_sha1_portable(first, first_blocks, count);
  cdc_sha1_portable(second, second_blocks, count);
}
