// Hashing alone: SHA-1 over a number of mebibytes in memory, in as many threads as asked for, each
// its share. Prints the nanoseconds that it took, without those for getting the memory.
//
//   hashing THREADS MEBIBYTES
#include "hash_kernels.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static cdc_hash_kernel *kernel;

struct share {
  const unsigned char *bytes;
  size_t size;
};

static void *work(void *argument) {
  struct share *share = argument;
  cdc_hash_state state = {{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0}};
  kernel(&state, share->bytes, share->size / 64);
  return NULL;
}

int main(int argc, char **argv) {
  int threads = argc == 3 ? atoi(argv[1]) : 0;
  size_t mebibytes = threads > 0 ? strtoul(argv[2], NULL, 10) : 0;
  if (threads < 1 || threads > 256 || mebibytes < (size_t)threads) {
    fprintf(stderr, "usage: hashing THREADS MEBIBYTES\n");
    return 2;
  }
  kernel = cdc_sha1_accelerated();
  if (kernel == NULL) kernel = cdc_sha1_portable;
  size_t size = mebibytes / (size_t)threads << 20;
  unsigned char *bytes = malloc(size * (size_t)threads);
  if (bytes == NULL) return 1;
  memset(bytes, 0x5a, size * (size_t)threads);
  struct share shares[256];
  pthread_t thread[256];
  struct timespec start, end;
  clock_gettime(CLOCK_MONOTONIC, &start);
  for (int i = 0; i < threads; i++) {
    shares[i] = (struct share){bytes + size * (size_t)i, size};
    if (i > 0 && pthread_create(&thread[i], NULL, work, &shares[i]) != 0) return 1;
  }
  work(&shares[0]);
  for (int i = 1; i < threads; i++) pthread_join(thread[i], NULL);
  clock_gettime(CLOCK_MONOTONIC, &end);
  printf("%lld %s\n",
         (long long)(end.tv_sec - start.tv_sec) * 1000000000 + end.tv_nsec - start.tv_nsec,
         kernel == cdc_sha1_portable ? "portable" : "accelerated");
  return 0;
}
