#define _GNU_SOURCE 1  // unshare
#include "posix_shims.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/types.h>
#include <sys/xattr.h>
#include <unistd.h>

#ifdef __APPLE__

ptrdiff_t cdc_list_attributes(int descriptor, void *buffer, size_t size) {
  return flistxattr(descriptor, buffer, size, 0);
}

ptrdiff_t cdc_get_attribute(int descriptor, const char *name, void *buffer, size_t size) {
  return fgetxattr(descriptor, name, buffer, size, 0, 0);
}

// Only a link can be opened without waiting and without being what it points to.
static int open_entry(int directory, const char *name) {
  return openat(directory, name, O_RDONLY | O_SYMLINK | O_NONBLOCK | O_CLOEXEC);
}

ptrdiff_t cdc_list_attributes_at(int directory, const char *name, void *buffer, size_t size) {
  int descriptor = open_entry(directory, name);
  if (descriptor < 0) return -1;
  ptrdiff_t result = flistxattr(descriptor, buffer, size, 0);
  int error = errno;
  close(descriptor);
  errno = error;
  return result;
}

ptrdiff_t cdc_get_attribute_at(
    int directory, const char *name, const char *attribute, void *buffer, size_t size) {
  int descriptor = open_entry(directory, name);
  if (descriptor < 0) return -1;
  ptrdiff_t result = fgetxattr(descriptor, attribute, buffer, size, 0, 0);
  int error = errno;
  close(descriptor);
  errno = error;
  return result;
}

#else

ptrdiff_t cdc_list_attributes(int descriptor, void *buffer, size_t size) {
  return flistxattr(descriptor, buffer, size);
}

ptrdiff_t cdc_get_attribute(int descriptor, const char *name, void *buffer, size_t size) {
  return fgetxattr(descriptor, name, buffer, size);
}

// A thread's way into a directory and back: relative paths of the caller must keep their meaning.
struct visit {
  int home;
};

static int enter(struct visit *visit, int directory) {
  static _Thread_local int state;  // 0: not asked yet, 1: this thread has its own, -1: refused
  if (state == 0) state = unshare(CLONE_FS) == 0 ? 1 : -1;
  if (state < 0) {
    errno = ENOTSUP;
    return -1;
  }
  visit->home = openat(AT_FDCWD, ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (visit->home < 0) return -1;
  if (fchdir(directory) == 0) return 0;
  int error = errno;
  close(visit->home);
  errno = error;
  return -1;
}

static void leave(const struct visit *visit) {
  int error = errno;
  // A thread that can't return has lost nothing but relative paths, and would fail on these.
  if (fchdir(visit->home) != 0) error = errno;
  close(visit->home);
  errno = error;
}

ptrdiff_t cdc_list_attributes_at(int directory, const char *name, void *buffer, size_t size) {
  struct visit visit;
  if (enter(&visit, directory) != 0) return -1;
  ptrdiff_t result = llistxattr(name, buffer, size);
  leave(&visit);
  return result;
}

ptrdiff_t cdc_get_attribute_at(
    int directory, const char *name, const char *attribute, void *buffer, size_t size) {
  struct visit visit;
  if (enter(&visit, directory) != 0) return -1;
  ptrdiff_t result = lgetxattr(name, attribute, buffer, size);
  leave(&visit);
  return result;
}

#endif
