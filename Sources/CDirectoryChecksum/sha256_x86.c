// SHA-256 with the SHA extensions of x86-64.
#if defined(__x86_64__)

#include "hash_kernels_private.h"

#include <immintrin.h>

#define REVERSE_LANES _MM_SHUFFLE(0, 1, 2, 3)

// Four rounds from round `t` with the schedule words `w`. Two rounds turn ABEF into the next CDGH,
// so the two vectors change places twice.
#define ROUNDS(t, w)                                                                              \
  do {                                                                                            \
    __m128i wk = _mm_add_epi32(w, _mm_load_si128((const __m128i *)(cdc_sha256_constants + (t)))); \
    cdgh = _mm_sha256rnds2_epu32(cdgh, abef, wk);                                                 \
    abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_unpackhi_epi64(wk, wk));                         \
  } while (0)

// The next four schedule words, in the place of the oldest: w0 to w3 hold the last sixteen.
#define EXTEND(w0, w1, w2, w3) \
  w0 = _mm_sha256msg2_epu32(   \
      _mm_add_epi32(_mm_sha256msg1_epu32(w0, w1), _mm_alignr_epi8(w3, w2, 4)), w3)

__attribute__((target("sha,sse4.1,ssse3")))
void cdc_sha256_x86(cdc_hash_state *state, const void *blocks, size_t count) {
  const __m128i swap_words = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  const __m128i *input = blocks;

  // The instructions want each half as two pairs, the first word in the highest lane.
  __m128i abcd = _mm_loadu_si128((const __m128i *)state->word);
  __m128i efgh = _mm_loadu_si128((const __m128i *)(state->word + 4));
  __m128i abef = _mm_shuffle_epi32(_mm_unpacklo_epi64(abcd, efgh), REVERSE_LANES);
  __m128i cdgh = _mm_shuffle_epi32(_mm_unpackhi_epi64(abcd, efgh), REVERSE_LANES);

  for (; count > 0; count--, input += 4) {
    const __m128i saved_abef = abef, saved_cdgh = cdgh;
    __m128i w0 = _mm_shuffle_epi8(_mm_loadu_si128(input), swap_words);
    __m128i w1 = _mm_shuffle_epi8(_mm_loadu_si128(input + 1), swap_words);
    __m128i w2 = _mm_shuffle_epi8(_mm_loadu_si128(input + 2), swap_words);
    __m128i w3 = _mm_shuffle_epi8(_mm_loadu_si128(input + 3), swap_words);

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

    abef = _mm_add_epi32(abef, saved_abef);
    cdgh = _mm_add_epi32(cdgh, saved_cdgh);
  }

  abef = _mm_shuffle_epi32(abef, REVERSE_LANES);
  cdgh = _mm_shuffle_epi32(cdgh, REVERSE_LANES);
  _mm_storeu_si128((__m128i *)state->word, _mm_unpacklo_epi64(abef, cdgh));
  _mm_storeu_si128((__m128i *)(state->word + 4), _mm_unpackhi_epi64(abef, cdgh));
}

#endif
