// SHA-1 with the SHA extensions of x86-64.
#if defined(__x86_64__)

#include "hash_kernels_private.h"

#include <immintrin.h>

// The instructions want a vector's first word in its highest lane.
#define REVERSE_LANES _MM_SHUFFLE(0, 1, 2, 3)

// Four rounds with the schedule words `w` and the F and K of round group `group`. E is not kept by
// itself: it is the A of four rounds before, rotated, and sha1nexte takes it from `before`.
#define ROUNDS(group, w)                                                                \
  EACH_MESSAGE {                                                                        \
    __m128i current = abcd[m];                                                          \
    abcd[m] = _mm_sha1rnds4_epu32(abcd[m], _mm_sha1nexte_epu32(before[m], w[m]), group); \
    before[m] = current;                                                                \
  }

// The next four schedule words, in the place of the oldest: w0 to w3 hold the last sixteen.
#define EXTEND(w0, w1, w2, w3)                                                       \
  EACH_MESSAGE {                                                                     \
    w0[m] = _mm_sha1msg2_epu32(                                                      \
        _mm_xor_si128(_mm_sha1msg1_epu32(w0[m], w1[m]), w2[m]), w3[m]);              \
  }

#define LOAD(w, index)                                                                \
  EACH_MESSAGE {                                                                      \
    w[m] = _mm_shuffle_epi8(_mm_loadu_si128(input[m] + (index)), reverse_bytes);      \
  }

// `messages` is a constant where this is inlined.
__attribute__((always_inline, target("sha,sse4.1,ssse3")))
static inline void hash(cdc_hash_state *const *state, const void *const *blocks, size_t count,
                        const int messages) {
  const __m128i reverse_bytes = _mm_set_epi64x(0x0001020304050607, 0x08090a0b0c0d0e0f);
  const __m128i *input[2];
  __m128i abcd[2], e[2], before[2], saved_abcd[2], saved_e[2], w0[2], w1[2], w2[2], w3[2];

  EACH_MESSAGE {
    input[m] = blocks[m];
    abcd[m] = _mm_loadu_si128((const __m128i *)state[m]->word);
    abcd[m] = _mm_shuffle_epi32(abcd[m], REVERSE_LANES);
    e[m] = _mm_set_epi32((int)state[m]->word[4], 0, 0, 0);
  }

  for (; count > 0; count--) {
    EACH_MESSAGE {
      saved_abcd[m] = abcd[m];
      saved_e[m] = e[m];
    }
    LOAD(w0, 0);
    LOAD(w1, 1);
    LOAD(w2, 2);
    LOAD(w3, 3);
    EACH_MESSAGE {
      input[m] += 4;
      before[m] = abcd[m];
      abcd[m] = _mm_sha1rnds4_epu32(abcd[m], _mm_add_epi32(e[m], w0[m]), 0);
    }
    ROUNDS(0, w1);
    ROUNDS(0, w2);
    ROUNDS(0, w3);
    EXTEND(w0, w1, w2, w3); ROUNDS(0, w0);
    EXTEND(w1, w2, w3, w0); ROUNDS(1, w1);
    EXTEND(w2, w3, w0, w1); ROUNDS(1, w2);
    EXTEND(w3, w0, w1, w2); ROUNDS(1, w3);
    EXTEND(w0, w1, w2, w3); ROUNDS(1, w0);
    EXTEND(w1, w2, w3, w0); ROUNDS(1, w1);
    EXTEND(w2, w3, w0, w1); ROUNDS(2, w2);
    EXTEND(w3, w0, w1, w2); ROUNDS(2, w3);
    EXTEND(w0, w1, w2, w3); ROUNDS(2, w0);
    EXTEND(w1, w2, w3, w0); ROUNDS(2, w1);
    EXTEND(w2, w3, w0, w1); ROUNDS(2, w2);
    EXTEND(w3, w0, w1, w2); ROUNDS(3, w3);
    EXTEND(w0, w1, w2, w3); ROUNDS(3, w0);
    EXTEND(w1, w2, w3, w0); ROUNDS(3, w1);
    EXTEND(w2, w3, w0, w1); ROUNDS(3, w2);
    EXTEND(w3, w0, w1, w2); ROUNDS(3, w3);
    EACH_MESSAGE {
      abcd[m] = _mm_add_epi32(abcd[m], saved_abcd[m]);
      e[m] = _mm_sha1nexte_epu32(before[m], saved_e[m]);
    }
  }

  EACH_MESSAGE {
    abcd[m] = _mm_shuffle_epi32(abcd[m], REVERSE_LANES);
    _mm_storeu_si128((__m128i *)state[m]->word, abcd[m]);
    state[m]->word[4] = (uint32_t)_mm_extract_epi32(e[m], 3);
  }
}

__attribute__((target("sha,sse4.1,ssse3")))
void cdc_sha1_x86(cdc_hash_state *state, const void *blocks, size_t count) {
  hash(&state, &blocks, count, 1);
}

__attribute__((target("sha,sse4.1,ssse3")))
void cdc_sha1_x86_pair(cdc_hash_state *first, const void *first_blocks, cdc_hash_state *second,
                       const void *second_blocks, size_t count) {
  hash((cdc_hash_state *[]){first, second}, (const void *[]){first_blocks, second_blocks}, count, 2);
}

#endif
