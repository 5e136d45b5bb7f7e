// SHA-256 with the cryptographic extension of ARMv8 (FEAT_SHA256).
#if defined(__AARCH64EL__)

#include "hash_kernels_private.h"

#include <arm_neon.h>

// Four rounds from round `t` with the schedule words `w`.
#define ROUNDS(t, w)                                                          \
  EACH_MESSAGE {                                                              \
    uint32x4_t wk = vaddq_u32(w[m], vld1q_u32(cdc_sha256_constants + (t)));   \
    uint32x4_t before = abcd[m];                                              \
    abcd[m] = vsha256hq_u32(abcd[m], efgh[m], wk);                            \
    efgh[m] = vsha256h2q_u32(efgh[m], before, wk);                            \
  }

// The next four schedule words, in the place of the oldest: w0 to w3 hold the last sixteen.
#define EXTEND(w0, w1, w2, w3) \
  EACH_MESSAGE { w0[m] = vsha256su1q_u32(vsha256su0q_u32(w0[m], w1[m]), w2[m], w3[m]); }

#define LOAD(w, offset) \
  EACH_MESSAGE { w[m] = vreinterpretq_u32_u8(vrev32q_u8(vld1q_u8(input[m] + (offset)))); }

// `messages` is a constant where this is inlined.
__attribute__((always_inline, target("+sha2")))
static inline void hash(cdc_hash_state *const *state, const void *const *blocks, size_t count,
                        const int messages) {
  const uint8_t *input[2];
  uint32x4_t abcd[2], efgh[2], saved_abcd[2], saved_efgh[2], w0[2], w1[2], w2[2], w3[2];

  EACH_MESSAGE {
    input[m] = blocks[m];
    abcd[m] = vld1q_u32(state[m]->word);
    efgh[m] = vld1q_u32(state[m]->word + 4);
  }

  for (; count > 0; count--) {
    EACH_MESSAGE {
      saved_abcd[m] = abcd[m];
      saved_efgh[m] = efgh[m];
    }
    LOAD(w0, 0); ROUNDS(0, w0);
    LOAD(w1, 16); ROUNDS(4, w1);
    LOAD(w2, 32); ROUNDS(8, w2);
    LOAD(w3, 48); ROUNDS(12, w3);
    for (int t = 16; t < 64; t += 16) {
      EXTEND(w0, w1, w2, w3); ROUNDS(t, w0);
      EXTEND(w1, w2, w3, w0); ROUNDS(t + 4, w1);
      EXTEND(w2, w3, w0, w1); ROUNDS(t + 8, w2);
      EXTEND(w3, w0, w1, w2); ROUNDS(t + 12, w3);
    }
    EACH_MESSAGE {
      input[m] += 64;
      abcd[m] = vaddq_u32(abcd[m], saved_abcd[m]);
      efgh[m] = vaddq_u32(efgh[m], saved_efgh[m]);
    }
  }

  EACH_MESSAGE {
    vst1q_u32(state[m]->word, abcd[m]);
    vst1q_u32(state[m]->word + 4, efgh[m]);
  }
}

__attribute__((target("+sha2")))
void cdc_sha256_armv8(cdc_hash_state *state, const void *blocks, size_t count) {
  hash(&state, &blocks, count, 1);
}

__attribute__((target("+sha2")))
void cdc_sha256_armv8_pair(cdc_hash_state *first, const void *first_blocks, cdc_hash_state *second,
                           const void *second_blocks, size_t count) {
  hash((cdc_hash_state *[]){first, second}, (const void *[]){first_blocks, second_blocks}, count, 2);
}

#endif
