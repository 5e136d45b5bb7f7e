// The rounds of SHA-1 and SHA-256 (FIPS 180-4), once in portable C and once for the instructions
// that some processors have for them; each for one message and for two at a time. Buffering, padding
// and byte order of the digest are Swift's.
#ifndef CDC_HASH_KERNELS_H
#define CDC_HASH_KERNELS_H

#include <stddef.h>
#include <stdint.h>

// The chaining value, H0 first. SHA-1 uses the first five words.
typedef struct {
  uint32_t word[8];
} cdc_hash_state;

// Puts `count` blocks of 64 bytes, one after the other in memory, into `state`. `blocks` needs no
// alignment.
typedef void cdc_hash_kernel(cdc_hash_state *state, const void *blocks, size_t count);

// The same for two messages, `count` blocks of each.
typedef void cdc_hash_pair_kernel(cdc_hash_state *first, const void *first_blocks,
                                  cdc_hash_state *second, const void *second_blocks, size_t count);

// In C alone, which every processor can run.
cdc_hash_kernel cdc_sha1_portable, cdc_sha256_portable;
cdc_hash_pair_kernel cdc_sha1_portable_pair, cdc_sha256_portable_pair;

// For the instructions of the processor this runs on; NULL where it has none. The question can cost
// microseconds (a virtual machine traps it): ask once and keep the answer.
cdc_hash_kernel *cdc_sha1_accelerated(void);
cdc_hash_kernel *cdc_sha256_accelerated(void);
cdc_hash_pair_kernel *cdc_sha1_accelerated_pair(void);
cdc_hash_pair_kernel *cdc_sha256_accelerated_pair(void);

#endif
