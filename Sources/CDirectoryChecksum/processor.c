// Which kernels the processor can run. Asked of the processor or the kernel directly, without the
// compiler's own feature tables: those need a constructor, which a static binary would carry along.
#include "hash_kernels_private.h"

#if defined(__x86_64__)

#include <cpuid.h>

// The SHA extensions, and the SSE levels of the shuffles around them. All work on the SSE
// registers, which every x86-64 system saves, so there is no need to ask for XSAVE state.
static int has_sha1(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_SSSE3) || !(c & bit_SSE4_1)) return 0;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_SHA);
}

static int has_sha256(void) { return has_sha1(); }

#define SHA1_KERNEL cdc_sha1_x86
#define SHA1_PAIR_KERNEL cdc_sha1_x86_pair
#define SHA256_KERNEL cdc_sha256_x86
#define SHA256_PAIR_KERNEL cdc_sha256_x86_pair

#elif defined(__AARCH64EL__)

#if defined(__linux__)

#include <sys/auxv.h>

// Bits of AT_HWCAP as the kernel defines them in <asm/hwcap.h>, which not every libc's headers
// bring along.
enum { SHA1_INSTRUCTIONS = 1 << 5, SHA2_INSTRUCTIONS = 1 << 6 };

static int has_sha1(void) { return (getauxval(AT_HWCAP) & SHA1_INSTRUCTIONS) != 0; }
static int has_sha256(void) { return (getauxval(AT_HWCAP) & SHA2_INSTRUCTIONS) != 0; }

#else

// Every arm64 Mac has them; of other systems nothing is known.
#if defined(__APPLE__)
enum { HAS_SHA = 1 };
#else
enum { HAS_SHA = 0 };
#endif

static int has_sha1(void) { return HAS_SHA; }
static int has_sha256(void) { return HAS_SHA; }

#endif

#define SHA1_KERNEL cdc_sha1_armv8
#define SHA1_PAIR_KERNEL cdc_sha1_armv8_pair
#define SHA256_KERNEL cdc_sha256_armv8
#define SHA256_PAIR_KERNEL cdc_sha256_armv8_pair

#else

static int has_sha1(void) { return 0; }
static int has_sha256(void) { return 0; }

#define SHA1_KERNEL NULL
#define SHA1_PAIR_KERNEL NULL
#define SHA256_KERNEL NULL
#define SHA256_PAIR_KERNEL NULL

#endif

cdc_hash_kernel *cdc_sha1_accelerated(void) { return has_sha1() ? SHA1_KERNEL : NULL; }
cdc_hash_kernel *cdc_sha256_accelerated(void) { return has_sha256() ? SHA256_KERNEL : NULL; }

cdc_hash_pair_kernel *cdc_sha1_accelerated_pair(void) {
  return has_sha1() ? SHA1_PAIR_KERNEL : NULL;
}

cdc_hash_pair_kernel *cdc_sha256_accelerated_pair(void) {
  return has_sha256() ? SHA256_PAIR_KERNEL : NULL;
}
