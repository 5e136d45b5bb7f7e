// Preloaded into the program under test: reads give, and writes take, a few bytes at a time, and
// every third call is interrupted.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <sys/types.h>

static size_t few(size_t size) {
  static unsigned calls;
  size_t most = 1 + __atomic_fetch_add(&calls, 1, __ATOMIC_RELAXED) * 37 % 997;
  return size < most ? size : most;
}

static int interrupted(void) {
  static unsigned calls;
  if (__atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED) % 3 != 0) return 0;
  errno = EINTR;
  return 1;
}

#define NEXT(type, name) ((type)dlsym(RTLD_NEXT, name))

ssize_t pread(int descriptor, void *buffer, size_t size, off_t offset) {
  if (interrupted()) return -1;
  ssize_t (*next)(int, void *, size_t, off_t) = NEXT(ssize_t (*)(int, void *, size_t, off_t), "pread");
  return next(descriptor, buffer, few(size), offset);
}

ssize_t pread64(int descriptor, void *buffer, size_t size, off_t offset) {
  return pread(descriptor, buffer, size, offset);
}

ssize_t read(int descriptor, void *buffer, size_t size) {
  if (interrupted()) return -1;
  ssize_t (*next)(int, void *, size_t) = NEXT(ssize_t (*)(int, void *, size_t), "read");
  return next(descriptor, buffer, few(size));
}

ssize_t write(int descriptor, const void *bytes, size_t size) {
  if (interrupted()) return -1;
  ssize_t (*next)(int, const void *, size_t) = NEXT(ssize_t (*)(int, const void *, size_t), "write");
  return next(descriptor, bytes, few(size));
}
