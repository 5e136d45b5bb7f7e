// SHA-256 in C alone (FIPS 180-4, 6.2.2).
#include "hash_kernels_private.h"

_Alignas(16) const uint32_t cdc_sha256_constants[64] = {
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

// The functions of FIPS 180-4, 4.1.2. The halves of Majority share no bit, so their sum will do.
#define CHOOSE(e, f, g) ((g) ^ ((e) & ((f) ^ (g))))
#define MAJORITY(a, b, c) (((a) & (b)) + (((a) ^ (b)) & (c)))
#define SUM_A(x) (ROTATE_RIGHT(x, 2) ^ ROTATE_RIGHT(x, 13) ^ ROTATE_RIGHT(x, 22))
#define SUM_E(x) (ROTATE_RIGHT(x, 6) ^ ROTATE_RIGHT(x, 11) ^ ROTATE_RIGHT(x, 25))
#define SIGMA_0(x) (ROTATE_RIGHT(x, 7) ^ ROTATE_RIGHT(x, 18) ^ (x) >> 3)
#define SIGMA_1(x) (ROTATE_RIGHT(x, 17) ^ ROTATE_RIGHT(x, 19) ^ (x) >> 10)
#define ROTATE_RIGHT(x, bits) cdc_rotate_left(x, 32 - (bits))

// Round `t`, and the schedule word of sixteen rounds later, which then is there in time. Instead of
// moving each variable to the next, the caller moves the names.
#define ROUND(a, b, c, d, e, f, g, h, t)                                          \
  do {                                                                            \
    h += w[t] + cdc_sha256_constants[t] + CHOOSE(e, f, g) + SUM_E(e);             \
    d += h;                                                                       \
    h += MAJORITY(a, b, c) + SUM_A(a);                                            \
    w[(t) + 16] = w[t] + SIGMA_0(w[(t) + 1]) + w[(t) + 9] + SIGMA_1(w[(t) + 14]); \
  } while (0)

#define SWAP(x, y)   \
  do {               \
    uint32_t old = x; \
    x = y;           \
    y = old;         \
  } while (0)

void cdc_sha256_portable(cdc_hash_state *state, const void *blocks, size_t count) {
  const uint8_t *input = blocks;

  for (; count > 0; count--, input += 64) {
    uint32_t w[64 + 16];  // the last sixteen are made and not used
    for (int t = 0; t < 16; t++) w[t] = cdc_load_big_endian(input + 4 * t);

    uint32_t a = state->word[0], b = state->word[1], c = state->word[2], d = state->word[3];
    uint32_t e = state->word[4], f = state->word[5], g = state->word[6], h = state->word[7];
    // Four rounds at a time: eight, written out, were no faster.
    for (int t = 0; t < 64; t += 4) {
      ROUND(a, b, c, d, e, f, g, h, t);
      ROUND(h, a, b, c, d, e, f, g, t + 1);
      ROUND(g, h, a, b, c, d, e, f, t + 2);
      ROUND(f, g, h, a, b, c, d, e, t + 3);
      SWAP(a, e);
      SWAP(b, f);
      SWAP(c, g);
      SWAP(d, h);
    }

    state->word[0] += a;
    state->word[1] += b;
    state->word[2] += c;
    state->word[3] += d;
    state->word[4] += e;
    state->word[5] += f;
    state->word[6] += g;
    state->word[7] += h;
  }
}

// Two at a time would want more registers than there are.
void cdc_sha256_portable_pair(cdc_hash_state *first, const void *first_blocks,
                              cdc_hash_state *second, const void *second_blocks, size_t count) {
  cdc_sha256_portable(first, first_blocks, count);
  cdc_sha256_portable(second, second_blocks, count);
}
