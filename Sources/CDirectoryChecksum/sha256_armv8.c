// SHA-256 with the cryptographic extension of ARMv8 (FEAT_SHA256).
#if defined(__AARCH64EL__)

#include "hash_kernels_private.h"

#include <arm_neon.h>

// Four rounds from round `t` with the schedule words `w`.
#define ROUNDS(t, w)                                                     \
  do {                                                                   \
    uint32x4_t wk = vaddq_u32(w, vld1q_u32(cdc_sha256_constants + (t))); \
    uint32x4_t before = abcd;                                            \
    abcd = vsha256hq_u32(abcd, efgh, wk);                                \
    efgh = vsha256h2q_u32(efgh, before, wk);                             \
  } while (0)

// The next four schedule words, in the place of the oldest: w0 to w3 hold the last sixteen.
#define EXTEND(w0, w1, w2, w3) w0 = vsha256su1q_u32(vsha256su0q_u32(w0, w1), w2, w3)

static inline uint32x4_t load_words(const uint8_t *bytes) {
  return vreinterpretq_u32_u8(vrev32q_u8(vld1q_u8(bytes)));
}

__attribute__((target("+sha2")))
void cdc_sha256_armv8(cdc_hash_state *state, const void *blocks, size_t count) {
  const uint8_t *input = blocks;

  uint32x4_t abcd = vld1q_u32(state->word);
  uint32x4_t efgh = vld1q_u32(state->word + 4);

  for (; count > 0; count--, input += 64) {
    const uint32x4_t saved_abcd = abcd, saved_efgh = efgh;
    uint32x4_t w0 = load_words(input), w1 = load_words(input + 16);
    uint32x4_t w2 = load_words(input + 32), w3 = load_words(input + 48);

    ROUNDS(0, w0);
    ROUNDS(4, w1);
    ROUNDS(8, w2);
    ROUNDS(12, w3);
    for (int t = 16; t < 64; t += 16) {
      EXTEND(w0, w1, w2, w3); ROUNDS(t, w0);
      EXTEND(w1, w2, w3, w0); ROUNDS(t + 4, w1);
      EXTEND(w2, w3, w0, w1); ROUNDS(t + 8, w2);
      EXTEND(w3, w0, w1, w2); ROUNDS(t + 12, w3);
    }

    abcd = vaddq_u32(abcd, saved_abcd);
    efgh = vaddq_u32(efgh, saved_efgh);
  }

  vst1q_u32(state->word, abcd);
  vst1q_u32(state->word + 4, efgh);
}

#endif
