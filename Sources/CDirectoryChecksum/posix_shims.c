#define _GNU_SOURCE 1  // unshare, sched_getaffinity, major, minor
#include "posix_shims.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

_Static_assert(sizeof(off_t) == 8, "file offsets have 64 bits");

int cdc_errno(void) { return errno; }

int cdc_error_number(enum cdc_error_name name) {
  switch (name) {
  case CDC_EACCES: return EACCES;
  case CDC_EAGAIN: return EAGAIN;
  case CDC_EEXIST: return EEXIST;
  case CDC_EFBIG: return EFBIG;
  case CDC_EINTR: return EINTR;
  case CDC_EINVAL: return EINVAL;
  case CDC_EIO: return EIO;
  case CDC_EISDIR: return EISDIR;
  case CDC_ELOOP: return ELOOP;
  case CDC_EMFILE: return EMFILE;
  case CDC_ENFILE: return ENFILE;
  case CDC_ENODATA: return ENODATA;
  case CDC_ENOENT: return ENOENT;
  case CDC_ENOMEM: return ENOMEM;
  case CDC_ENOTDIR: return ENOTDIR;
  case CDC_ENOTSUP: return ENOTSUP;
  case CDC_ENXIO: return ENXIO;
  case CDC_EPERM: return EPERM;
  case CDC_EPIPE: return EPIPE;
  case CDC_ERANGE: return ERANGE;
  case CDC_ESPIPE: return ESPIPE;
  case CDC_ESTALE: return ESTALE;
  }
  return 0;
}

size_t cdc_error_text(int number, void *buffer, size_t size) {
  // strerror_r has two signatures; strerror is the same everywhere, and its table is constant in
  // the C locale, the only one this program runs in.
  const char *text = strerror(number);
  size_t length = strlen(text);
  if (length > size) length = size;
  memcpy(buffer, text, length);
  return length;
}

// -- Descriptors ----------------------------------------------------------------------------------

static int at(int directory) {
  return directory == CDC_CURRENT_DIRECTORY ? AT_FDCWD : directory;
}

int cdc_open_directory(int directory, const char *name, int follow) {
  return openat(at(directory), name,
                O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK | (follow ? 0 : O_NOFOLLOW));
}

int cdc_open_file(int directory, const char *name) {
  return openat(at(directory), name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

int cdc_open_input(const char *path) {
  return openat(AT_FDCWD, path, O_RDONLY | O_NOCTTY | O_CLOEXEC);
}

int cdc_create_file(int directory, const char *name) {
  return openat(at(directory), name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
}

int cdc_open_output(const char *path) {
  return openat(AT_FDCWD, path, O_WRONLY | O_TRUNC | O_NOCTTY | O_CLOEXEC);
}

int cdc_close(int descriptor) { return close(descriptor); }

ptrdiff_t cdc_read(int descriptor, void *buffer, size_t size) {
  return read(descriptor, buffer, size);
}

ptrdiff_t cdc_read_at(int descriptor, void *buffer, size_t size, uint64_t offset) {
  return pread(descriptor, buffer, size, (off_t)offset);
}

ptrdiff_t cdc_write(int descriptor, const void *bytes, size_t size) {
  return write(descriptor, bytes, size);
}

ptrdiff_t cdc_read_link(int directory, const char *name, void *buffer, size_t size) {
  return readlinkat(at(directory), name, buffer, size);
}

ptrdiff_t cdc_real_path(const char *path, void *buffer, size_t size) {
  char *found = realpath(path, NULL);
  if (found == NULL) return -1;
  size_t length = strlen(found);
  if (length > size) {
    free(found);
    errno = ENAMETOOLONG;
    return -1;
  }
  memcpy(buffer, found, length);
  free(found);
  return (ptrdiff_t)length;
}

int cdc_rename(int directory, const char *from, const char *to) {
  return renameat(at(directory), from, at(directory), to);
}

int cdc_unlink(int directory, const char *name) { return unlinkat(at(directory), name, 0); }

int cdc_change_owner(int descriptor, uint32_t owner, uint32_t group) {
  return fchown(descriptor, owner, group);
}

int cdc_change_mode(int descriptor, uint32_t mode) { return fchmod(descriptor, (mode_t)mode); }

int cdc_is_terminal(int descriptor) { return isatty(descriptor); }

int cdc_wait_writable(int descriptor) {
  struct pollfd wait = {.fd = descriptor, .events = POLLOUT};
  return poll(&wait, 1, -1);
}

int cdc_are_two_pipes(int one, int other) {
  struct stat first, second;
  return fstat(one, &first) == 0 && S_ISFIFO(first.st_mode) && fstat(other, &second) == 0 &&
         S_ISFIFO(second.st_mode) &&
         (first.st_ino != second.st_ino || first.st_dev != second.st_dev);
}

void cdc_shrink_pipe(int descriptor) {
#ifdef F_SETPIPE_SZ
  fcntl(descriptor, F_SETPIPE_SZ, 4096);
#else
  (void)descriptor;
#endif
}

void cdc_pause(int milliseconds) {
  struct timespec pause = {.tv_sec = milliseconds / 1000,
                           .tv_nsec = (long)(milliseconds % 1000) * 1000000};
  nanosleep(&pause, NULL);
}

int cdc_wait_drained(int descriptor, int milliseconds) {
  // A pipe tells either end what is in it.
  for (int unread = 0; ioctl(descriptor, FIONREAD, &unread) == 0 && unread > 0;) {
    if (milliseconds-- <= 0) return 0;
    cdc_pause(1);
  }
  return 1;
}

void cdc_reserve_standard_descriptors(void) {
  for (int descriptor = 0; descriptor <= 2; descriptor++) {
    if (fcntl(descriptor, F_GETFD) >= 0) continue;
    // The lowest free number is this one. A directory can't be written to, and is always there.
    if (openat(AT_FDCWD, "/", O_RDONLY | O_DIRECTORY) < 0) return;
  }
}

// -- File status ----------------------------------------------------------------------------------

static char kind_of_mode(mode_t mode) {
  switch (mode & S_IFMT) {
  case S_IFREG: return 'F';
  case S_IFDIR: return 'D';
  case S_IFLNK: return 'S';
  case S_IFIFO: return 'P';
  case S_IFSOCK: return 'Q';
  case S_IFCHR: return 'C';
  case S_IFBLK: return 'B';
  default: return 0;
  }
}

static int fill(struct cdc_status *status, int result, const struct stat *st) {
  if (result != 0) return result;
  status->device = (uint64_t)st->st_dev;
  status->inode = (uint64_t)st->st_ino;
  status->size = (uint64_t)st->st_size;
  status->blocks = (uint64_t)st->st_blocks;
  status->links = (uint64_t)st->st_nlink;
  status->mode = (uint32_t)(st->st_mode & 07777);
  status->owner = (uint32_t)st->st_uid;
  status->group = (uint32_t)st->st_gid;
  status->special_device = (uint64_t)st->st_rdev;
#ifdef __APPLE__
  status->modified_seconds = (int64_t)st->st_mtimespec.tv_sec;
  status->modified_nanoseconds = (uint32_t)st->st_mtimespec.tv_nsec;
#else
  status->modified_seconds = (int64_t)st->st_mtim.tv_sec;
  status->modified_nanoseconds = (uint32_t)st->st_mtim.tv_nsec;
#endif
  status->kind = kind_of_mode(st->st_mode);
  return 0;
}

int cdc_status_of(int descriptor, struct cdc_status *status) {
  struct stat st;
  return fill(status, fstat(descriptor, &st), &st);
}

int cdc_status_at(int directory, const char *name, int follow, struct cdc_status *status) {
  struct stat st;
  int flags = follow ? 0 : AT_SYMLINK_NOFOLLOW;
  return fill(status, fstatat(at(directory), name, &st, flags), &st);
}

// -- Directory streams ----------------------------------------------------------------------------

static char kind_of_entry(unsigned char type) {
  switch (type) {
  case DT_REG: return 'F';
  case DT_DIR: return 'D';
  case DT_LNK: return 'S';
  case DT_FIFO: return 'P';
  case DT_SOCK: return 'Q';
  case DT_CHR: return 'C';
  case DT_BLK: return 'B';
  default: return '?';
  }
}

struct cdc_stream *cdc_open_stream(int descriptor) {
  // closedir() closes the descriptor that the stream was made of.
  int copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
  if (copy < 0) return NULL;
  DIR *directory = fdopendir(copy);
  if (directory != NULL) return (struct cdc_stream *)directory;
  int error = errno;
  close(copy);
  errno = error;
  return NULL;
}

int cdc_read_stream(struct cdc_stream *stream, struct cdc_entry *entry) {
  // The end and an error both give NULL; only errno tells them apart.
  errno = 0;
  struct dirent *found = readdir((DIR *)stream);
  if (found == NULL) return errno == 0 ? 0 : -1;
  entry->name = found->d_name;
  entry->length = strlen(found->d_name);
  entry->kind = kind_of_entry(found->d_type);
  return 1;
}

int cdc_is_removed(struct cdc_stream *stream) {
  struct stat st;
  if (fstat(dirfd((DIR *)stream), &st) != 0) return -1;
  if (st.st_nlink > 0) return 0;
  // Some file systems count no links. But only a directory that is gone does not list itself.
  rewinddir((DIR *)stream);
  return readdir((DIR *)stream) == NULL;
}

void cdc_close_stream(struct cdc_stream *stream) { closedir((DIR *)stream); }

// -- The process ----------------------------------------------------------------------------------

uint64_t cdc_descriptor_limit(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 256;
  return limit.rlim_cur == RLIM_INFINITY ? UINT32_MAX : (uint64_t)limit.rlim_cur;
}

static uint64_t nanoseconds(clockid_t clock) {
  struct timespec now;
  if (clock_gettime(clock, &now) != 0) return 0;
  return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

uint64_t cdc_nanoseconds(void) { return nanoseconds(CLOCK_MONOTONIC); }

uint64_t cdc_thread_nanoseconds(void) { return nanoseconds(CLOCK_THREAD_CPUTIME_ID); }

const char *cdc_environment(const char *name) { return getenv(name); }

int cdc_process_identifier(void) { return getpid(); }

void cdc_hold_signals(int hold) {
  static sigset_t before;  // the parent may have blocked some
  if (!hold) {
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return;
  }
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGHUP);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &set, &before);
}

void cdc_survive_size_limit(void) { signal(SIGXFSZ, SIG_IGN); }

void cdc_die_of_broken_pipe(void) {
  signal(SIGPIPE, SIG_DFL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGPIPE);
  sigprocmask(SIG_UNBLOCK, &set, NULL);
  raise(SIGPIPE);
}

void cdc_exit(int status) { _exit(status); }
