// SHA-256 with the SHA extensions of x86-64.
#if defined(__x86_64__)

#include "hash_kernels_private.h"

#include <immintrin.h>

#define REVERSE_LANES _MM_SHUFFLE(0, 1, 2, 3)

// Four rounds from round `t` with the schedule words `w`. Two rounds turn ABEF into the next CDGH,
// so the two vectors change places twice.
#define ROUNDS(t, w)                                                                  \
  EACH_MESSAGE {                                                                      \
    const __m128i *constants = (const __m128i *)(cdc_sha256_constants + (t));         \
    __m128i wk = _mm_add_epi32(w[m], _mm_load_si128(constants));                      \
    cdgh[m] = _mm_sha256rnds2_epu32(cdgh[m], abef[m], wk);                            \
    abef[m] = _mm_sha256rnds2_epu32(abef[m], cdgh[m], _mm_unpackhi_epi64(wk, wk));    \
  }

// The next four schedule words, in the place of the oldest: w0 to w3 hold the last sixteen.
#define EXTEND(w0, w1, w2, w3)                                                                 \
  EACH_MESSAGE {                                                                               \
    __m128i sum = _mm_add_epi32(                                                               \
        _mm_sha256msg1_epu32(w0[m], w1[m]), _mm_alignr_epi8(w3[m], w2[m], 4));                 \
    w0[m] = _mm_sha256msg2_epu32(sum, w3[m]);                                                  \
  }

#define LOAD(w, index)                                                              \
  EACH_MESSAGE {                                                                    \
    w[m] = _mm_shuffle_epi8(_mm_loadu_si128(input[m] + (index)), swap_words);       \
  }

// `messages` is a constant where this is inlined.
__attribute__((always_inline, target("sha,sse4.1,ssse3")))
static inline void hash(cdc_hash_state *const *state, const void *const *blocks, size_t count,
                        const int messages) {
  const __m128i swap_words = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  const __m128i *input[2];
  __m128i abef[2], cdgh[2], saved_abef[2], saved_cdgh[2], w0[2], w1[2], w2[2], w3[2];

  // The instructions want each half as two pairs, the first word in the highest lane.
  EACH_MESSAGE {
    input[m] = blocks[m];
    __m128i abcd = _mm_loadu_si128((const __m128i *)state[m]->word);
    __m128i efgh = _mm_loadu_si128((const __m128i *)(state[m]->word + 4));
    abef[m] = _mm_shuffle_epi32(_mm_unpacklo_epi64(abcd, efgh), REVERSE_LANES);
    cdgh[m] = _mm_shuffle_epi32(_mm_unpackhi_epi64(abcd, efgh), REVERSE_LANES);
  }

  for (; count > 0; count--) {
    EACH_MESSAGE {
      saved_abef[m] = abef[m];
      saved_cdgh[m] = cdgh[m];
    }
    LOAD(w0, 0); ROUNDS(0, w0);
    LOAD(w1, 1); ROUNDS(4, w1);
    LOAD(w2, 2); ROUNDS(8, w2);
    LOAD(w3, 3); ROUNDS(12, w3);
    for (int t = 16; t < 64; t += 16) {
      EXTEND(w0, w1, w2, w3); ROUNDS(t, w0);
      EXTEND(w1, w2, w3, w0); ROUNDS(t + 4, w1);
      EXTEND(w2, w3, w0, w1); ROUNDS(t + 8, w2);
      EXTEND(w3, w0, w1, w2); ROUNDS(t + 12, w3);
    }
    EACH_MESSAGE {
      input[m] += 4;
      abef[m] = _mm_add_epi32(abef[m], saved_abef[m]);
      cdgh[m] = _mm_add_epi32(cdgh[m], saved_cdgh[m]);
    }
  }

  EACH_MESSAGE {
    abef[m] = _mm_shuffle_epi32(abef[m], REVERSE_LANES);
    cdgh[m] = _mm_shuffle_epi32(cdgh[m], REVERSE_LANES);
    _mm_storeu_si128((__m128i *)state[m]->word, _mm_unpacklo_epi64(abef[m], cdgh[m]));
    _mm_storeu_si128((__m128i *)(state[m]->word + 4), _mm_unpackhi_epi64(abef[m], cdgh[m]));
  }
}

__attribute__((target("sha,sse4.1,ssse3")))
void cdc_sha256_x86(cdc_hash_state *state, const void *blocks, size_t count) {
  hash(&state, &blocks, count, 1);
}

__attribute__((target("sha,sse4.1,ssse3")))
void cdc_sha256_x86_pair(cdc_hash_state *first, const void *first_blocks, cdc_hash_state *second,
                         const void *second_blocks, size_t count) {
  hash((cdc_hash_state *[]){first, second}, (const void *[]){first_blocks, second_blocks}, count, 2);
}

#endif
