// SHA-1 with the cryptographic extension of ARMv8 (FEAT_SHA1).
#if defined(__AARCH64EL__)

#include "hash_kernels_private.h"

#include <arm_neon.h>

// Four rounds with the schedule words `w`; `f` is c, p or m for Choose, Parity and Majority.
#define ROUNDS(f, k, w)                                  \
  do {                                                   \
    uint32_t next = vsha1h_u32(vgetq_lane_u32(abcd, 0)); \
    abcd = vsha1##f##q_u32(abcd, e, vaddq_u32(w, k));    \
    e = next;                                            \
  } while (0)

// The next four schedule words, in the place of the oldest: w0 to w3 hold the last sixteen.
#define EXTEND(w0, w1, w2, w3) w0 = vsha1su1q_u32(vsha1su0q_u32(w0, w1, w2), w3)

static inline uint32x4_t load_words(const uint8_t *bytes) {
  return vreinterpretq_u32_u8(vrev32q_u8(vld1q_u8(bytes)));
}

__attribute__((target("+sha2")))
void cdc_sha1_armv8(cdc_hash_state *state, const void *blocks, size_t count) {
  // FIPS 180-4, 4.2.1.
  const uint32x4_t k0 = vdupq_n_u32(0x5a827999), k1 = vdupq_n_u32(0x6ed9eba1);
  const uint32x4_t k2 = vdupq_n_u32(0x8f1bbcdc), k3 = vdupq_n_u32(0xca62c1d6);
  const uint8_t *input = blocks;

  uint32x4_t abcd = vld1q_u32(state->word);
  uint32_t e = state->word[4];

  for (; count > 0; count--, input += 64) {
    const uint32x4_t saved_abcd = abcd;
    const uint32_t saved_e = e;
    uint32x4_t w0 = load_words(input), w1 = load_words(input + 16);
    uint32x4_t w2 = load_words(input + 32), w3 = load_words(input + 48);

    ROUNDS(c, k0, w0);
    ROUNDS(c, k0, w1);
    ROUNDS(c, k0, w2);
    ROUNDS(c, k0, w3);
    EXTEND(w0, w1, w2, w3); ROUNDS(c, k0, w0);
    EXTEND(w1, w2, w3, w0); ROUNDS(p, k1, w1);
    EXTEND(w2, w3, w0, w1); ROUNDS(p, k1, w2);
    EXTEND(w3, w0, w1, w2); ROUNDS(p, k1, w3);
    EXTEND(w0, w1, w2, w3); ROUNDS(p, k1, w0);
    EXTEND(w1, w2, w3, w0); ROUNDS(p, k1, w1);
    EXTEND(w2, w3, w0, w1); ROUNDS(m, k2, w2);
    EXTEND(w3, w0, w1, w2); ROUNDS(m, k2, w3);
    EXTEND(w0, w1, w2, w3); ROUNDS(m, k2, w0);
    EXTEND(w1, w2, w3, w0); ROUNDS(m, k2, w1);
    EXTEND(w2, w3, w0, w1); ROUNDS(m, k2, w2);
    EXTEND(w3, w0, w1, w2); ROUNDS(p, k3, w3);
    EXTEND(w0, w1, w2, w3); ROUNDS(p, k3, w0);
    EXTEND(w1, w2, w3, w0); ROUNDS(p, k3, w1);
    EXTEND(w2, w3, w0, w1); ROUNDS(p, k3, w2);
    EXTEND(w3, w0, w1, w2); ROUNDS(p, k3, w3);

    abcd = vaddq_u32(abcd, saved_abcd);
    e += saved_e;
  }

  vst1q_u32(state->word, abcd);
  state->word[4] = e;
}

#endif
