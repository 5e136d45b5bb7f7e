// Which kernels the processor can run. Asked of the processor or the kernel directly, without the
// compiler's own feature tables: those need a constructor, which a static binary would carry along.
#include "hash_kernels_private.h"

#if defined(__x86_64__)

#include <cpuid.h>

// The SHA extensions, and the SSE levels of the shuffles around them. All work on the SSE
// registers, which every x86-64 system saves, so there is no need to ask for XSAVE state.
static int has_sha(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_SSSE3) || !(c & bit_SSE4_1)) return 0;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_SHA);
}

cdc_hash_kernel *cdc_sha1_accelerated(void) { return has_sha() ? cdc_sha1_x86 : NULL; }
cdc_hash_kernel *cdc_sha256_accelerated(void) { return has_sha() ? cdc_sha256_x86 : NULL; }

#elif defined(__AARCH64EL__) && defined(__APPLE__)

// Every arm64 Mac has them.
cdc_hash_kernel *cdc_sha1_accelerated(void) { return cdc_sha1_armv8; }
cdc_hash_kernel *cdc_sha256_accelerated(void) { return cdc_sha256_armv8; }

#elif defined(__AARCH64EL__) && defined(__linux__)

#include <sys/auxv.h>

// Bits of AT_HWCAP as the kernel defines them in <asm/hwcap.h>, which not every libc's headers
// bring along.
enum { SHA1_INSTRUCTIONS = 1 << 5, SHA2_INSTRUCTIONS = 1 << 6 };

cdc_hash_kernel *cdc_sha1_accelerated(void) {
  return getauxval(AT_HWCAP) & SHA1_INSTRUCTIONS ? cdc_sha1_armv8 : NULL;
}
cdc_hash_kernel *cdc_sha256_accelerated(void) {
  return getauxval(AT_HWCAP) & SHA2_INSTRUCTIONS ? cdc_sha256_armv8 : NULL;
}

#else

cdc_hash_kernel *cdc_sha1_accelerated(void) { return NULL; }
cdc_hash_kernel *cdc_sha256_accelerated(void) { return NULL; }

#endif
