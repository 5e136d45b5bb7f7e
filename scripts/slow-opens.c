// Preloaded, it makes some of the calls that open a file slow, by times that differ from run to run:
// as on a file system that is far away or cold, so that threads meet where they hardly ever do
// otherwise. For a program that a dynamic loader loads.
#define _GNU_SOURCE 1
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

enum { SLOW_ONE_IN = 4, LONGEST = 1500000 };  // nanoseconds

// xorshift64, begun anew in each thread.
static uint64_t next_random(void) {
  static _Thread_local uint64_t state;
  if (state == 0) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    state = ((uint64_t)now.tv_nsec << 20 ^ (uint64_t)(uintptr_t)&state) | 1;
  }
  state ^= state << 13;
  state ^= state >> 7;
  return state ^= state << 17;
}

static void be_slow(void) {
  if (next_random() % SLOW_ONE_IN != 0) return;
  struct timespec pause = {.tv_nsec = (long)(next_random() % LONGEST)};
  nanosleep(&pause, NULL);
}

int openat(int directory, const char *name, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  mode_t mode = va_arg(arguments, mode_t);
  va_end(arguments);
  static int (*system_openat)(int, const char *, int, ...);
  if (system_openat == NULL) {
    system_openat = (int (*)(int, const char *, int, ...))dlsym(RTLD_NEXT, "openat");
  }
  be_slow();
  return system_openat(directory, name, flags, mode);
}
