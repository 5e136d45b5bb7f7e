#define _GNU_SOURCE 1  // unshare, mempcpy
#include "posix_shims.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <string.h>
#include <sys/types.h>
#ifdef __linux__
#include <sys/vfs.h>
#endif
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

// No call goes by a descriptor and a name before Linux 6.13. The way there is a path through /proc;
// where that is not mounted, a thread of its own may take a current directory of its own.

enum {
  PROC_FILE_SYSTEM = 0x9fa0,  // of statfs(2)
  PATH_SIZE = 4096,
};

// Writes `/proc/self/fd/DIRECTORY/NAME`; 0 where there is no such way.
static int write_path(char path[PATH_SIZE], int directory, const char *name) {
  static int has_proc;  // 0: not asked yet, -1: no; whoever asks gets the same answer
  int known = __atomic_load_n(&has_proc, __ATOMIC_RELAXED);
  if (known == 0) {
    struct statfs status;
    known = statfs("/proc/self/fd/.", &status) == 0 && status.f_type == PROC_FILE_SYSTEM ? 1 : -1;
    __atomic_store_n(&has_proc, known, __ATOMIC_RELAXED);
  }
  if (known < 0) return 0;
  static const char start[] = "/proc/self/fd/";
  char digits[12];
  size_t length = 0, count = strlen(name) + 1;
  do {
    digits[length++] = (char)('0' + directory % 10);
    directory /= 10;
  } while (directory > 0);
  if (sizeof start + length + 1 + count > PATH_SIZE) return 0;
  char *next = mempcpy(path, start, sizeof start - 1);
  while (length > 0) *next++ = digits[--length];
  *next++ = '/';
  memcpy(next, name, count);
  return 1;
}

struct question {
  int directory;
  const char *name, *attribute;  // without an attribute its names are asked for
  void *buffer;
  size_t size;
  ptrdiff_t result;
  int error;
};

static void *ask_there(void *argument) {
  struct question *question = argument;
  question->result = -1;
  if (unshare(CLONE_FS) != 0) {
    question->error = ENOTSUP;
    return NULL;
  }
  if (fchdir(question->directory) == 0) {
    question->result =
        question->attribute == NULL
            ? llistxattr(question->name, question->buffer, question->size)
            : lgetxattr(question->name, question->attribute, question->buffer, question->size);
  }
  question->error = errno;
  return NULL;
}

static ptrdiff_t ask(struct question question) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, ask_there, &question) != 0) {
    errno = ENOTSUP;
    return -1;
  }
  pthread_join(thread, NULL);
  errno = question.error;
  return question.result;
}

ptrdiff_t cdc_list_attributes_at(int directory, const char *name, void *buffer, size_t size) {
  char path[PATH_SIZE];
  if (write_path(path, directory, name)) return llistxattr(path, buffer, size);
  return ask((struct question){
      .directory = directory, .name = name, .buffer = buffer, .size = size});
}

ptrdiff_t cdc_get_attribute_at(
    int directory, const char *name, const char *attribute, void *buffer, size_t size) {
  char path[PATH_SIZE];
  if (write_path(path, directory, name)) {
    return lgetxattr(path, attribute, buffer, size);
  }
  return ask((struct question){.directory = directory,
                               .name = name,
                               .attribute = attribute,
                               .buffer = buffer,
                               .size = size});
}

#endif
