// SHA-1 with the cryptographic extension of ARMv8 (FEAT_SHA1).
#if defined(__AARCH64EL__)

#include "hash_kernels_private.h"

#include <arm_neon.h>

// Four rounds with the schedule words `w`; `f` is c, p or m for Choose, Parity and Majority.
#define ROUNDS(f, k, w)                                              \
  EACH_MESSAGE {                                                     \
    uint32_t next = vsha1h_u32(vgetq_lane_u32(abcd[m], 0));          \
    abcd[m] = vsha1##f##q_u32(abcd[m], e[m], vaddq_u32(w[m], k));    \
    e[m] = next;                                                     \
  }

// The next four schedule words, in the place of the oldest: w0 to w3 hold the last sixteen.
#define EXTEND(w0, w1, w2, w3) \
  EACH_MESSAGE { w0[m] = vsha1su1q_u32(vsha1su0q_u32(w0[m], w1[m], w2[m]), w3[m]); }

#define LOAD(w, offset) \
  EACH_MESSAGE { w[m] = vreinterpretq_u32_u8(vrev32q_u8(vld1q_u8(input[m] + (offset)))); }

// `messages` is a constant where this is inlined.
__attribute__((always_inline, target("+sha2")))
static inline void hash(cdc_hash_state *const *state, const void *const *blocks, size_t count,
                        const int messages) {
  // FIPS 180-4, 4.2.1.
  const uint32x4_t k0 = vdupq_n_u32(0x5a827999), k1 = vdupq_n_u32(0x6ed9eba1);
  const uint32x4_t k2 = vdupq_n_u32(0x8f1bbcdc), k3 = vdupq_n_u32(0xca62c1d6);
  const uint8_t *input[2];
  uint32x4_t abcd[2], saved_abcd[2], w0[2], w1[2], w2[2], w3[2];
  uint32_t e[2], saved_e[2];

  EACH_MESSAGE {
    input[m] = blocks[m];
    abcd[m] = vld1q_u32(state[m]->word);
    e[m] = state[m]->word[4];
  }

  for (; count > 0; count--) {
    EACH_MESSAGE {
      saved_abcd[m] = abcd[m];
      saved_e[m] = e[m];
    }
    LOAD(w0, 0);
    LOAD(w1, 16);
    LOAD(w2, 32);
    LOAD(w3, 48);
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
    EACH_MESSAGE {
      input[m] += 64;
      abcd[m] = vaddq_u32(abcd[m], saved_abcd[m]);
      e[m] += saved_e[m];
    }
  }

  EACH_MESSAGE {
    vst1q_u32(state[m]->word, abcd[m]);
    state[m]->word[4] = e[m];
  }
}

__attribute__((target("+sha2")))
void cdc_sha1_armv8(cdc_hash_state *state, const void *blocks, size_t count) {
  hash(&state, &blocks, count, 1);
}

__attribute__((target("+sha2")))
void cdc_sha1_armv8_pair(cdc_hash_state *first, const void *first_blocks, cdc_hash_state *second,
                         const void *second_blocks, size_t count) {
  hash((cdc_hash_state *[]){first, second}, (const void *[]){first_blocks, second_blocks}, count, 2);
}

#endif
