// SHA-1 with the SHA extensions of x86-64.
#if defined(__x86_64__)

#include "hash_kernels_private.h"

#include <immintrin.h>

// The instructions want a vector's first word in its highest lane.
#define REVERSE_LANES _MM_SHUFFLE(0, 1, 2, 3)

// Four rounds with the schedule words `w` and the F and K of round group `group`. E is not kept by
// itself: it is the A of four rounds before, rotated, and sha1nexte takes it from `before`.
#define ROUNDS(group, w)                                                     \
  do {                                                                       \
    __m128i current = abcd;                                                  \
    abcd = _mm_sha1rnds4_epu32(abcd, _mm_sha1nexte_epu32(before, w), group); \
    before = current;                                                        \
  } while (0)

// The next four schedule words, in the place of the oldest: w0 to w3 hold the last sixteen.
#define EXTEND(w0, w1, w2, w3) \
  w0 = _mm_sha1msg2_epu32(_mm_xor_si128(_mm_sha1msg1_epu32(w0, w1), w2), w3)

__attribute__((target("sha,sse4.1,ssse3")))
void cdc_sha1_x86(cdc_hash_state *state, const void *blocks, size_t count) {
  const __m128i reverse_bytes = _mm_set_epi64x(0x0001020304050607, 0x08090a0b0c0d0e0f);
  const __m128i *input = blocks;

  __m128i abcd = _mm_loadu_si128((const __m128i *)state->word);
  abcd = _mm_shuffle_epi32(abcd, REVERSE_LANES);
  __m128i e = _mm_set_epi32((int)state->word[4], 0, 0, 0);

  for (; count > 0; count--, input += 4) {
    const __m128i saved_abcd = abcd, saved_e = e;
    __m128i w0 = _mm_shuffle_epi8(_mm_loadu_si128(input), reverse_bytes);
    __m128i w1 = _mm_shuffle_epi8(_mm_loadu_si128(input + 1), reverse_bytes);
    __m128i w2 = _mm_shuffle_epi8(_mm_loadu_si128(input + 2), reverse_bytes);
    __m128i w3 = _mm_shuffle_epi8(_mm_loadu_si128(input + 3), reverse_bytes);

    __m128i before = abcd;
    abcd = _mm_sha1rnds4_epu32(abcd, _mm_add_epi32(e, w0), 0);
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

    abcd = _mm_add_epi32(abcd, saved_abcd);
    e = _mm_sha1nexte_epu32(before, saved_e);
  }

  abcd = _mm_shuffle_epi32(abcd, REVERSE_LANES);
  _mm_storeu_si128((__m128i *)state->word, abcd);
  state->word[4] = (uint32_t)_mm_extract_epi32(e, 3);
}

#endif
