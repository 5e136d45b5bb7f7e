// What the kernels share among themselves, and what processor.c picks from. The functions for an
// architecture exist only in its builds.
#ifndef CDC_HASH_KERNELS_PRIVATE_H
#define CDC_HASH_KERNELS_PRIVATE_H

#include "hash_kernels.h"

// The 64 round constants of SHA-256 (FIPS 180-4, 4.2.2), aligned for vector loads.
extern const uint32_t cdc_sha256_constants[64];

#if defined(__x86_64__)
cdc_hash_kernel cdc_sha1_x86, cdc_sha256_x86;
cdc_hash_pair_kernel cdc_sha1_x86_pair, cdc_sha256_x86_pair;
#elif defined(__AARCH64EL__)
cdc_hash_kernel cdc_sha1_armv8, cdc_sha256_armv8;
cdc_hash_pair_kernel cdc_sha1_armv8_pair, cdc_sha256_armv8_pair;
#endif

// The statement behind it once for each of the messages that a kernel hashes, `m` being its number.
// Written out, so that the steps of two messages alternate: while one waits for its last round the
// processor works on the other.
#define EACH_MESSAGE _Pragma("clang loop unroll(full)") for (int m = 0; m < messages; m++)

static inline uint32_t cdc_rotate_left(uint32_t word, int bits) {
  return word << bits | word >> (32 - bits);
}

static inline uint32_t cdc_load_big_endian(const uint8_t *bytes) {
  return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

#endif
