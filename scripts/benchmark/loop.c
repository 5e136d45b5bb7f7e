// The bar that dchecksum is measured against: the least that must be done to SHA-1 every file of a
// tree with a number of threads, and nothing else. It keeps no names, sorts nothing, prints one
// line, and gives up at the first error. The hash kernels are dchecksum's own.
//
//   loop THREADS DIRECTORY
//
// Threads share a stack of directories, each a path. A file is opened relative to its directory,
// read until the end and closed, by the thread that read its name. So a folder that holds all the
// files keeps one thread busy: that is what a simple loop does.
#define _GNU_SOURCE 1
#include "hash_kernels.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUFFER_SIZE = 128 << 10, STACK_SIZE = 256 << 10 };

static cdc_hash_kernel *kernel;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t more = PTHREAD_COND_INITIALIZER;
static char **paths;
static size_t path_count, path_capacity;
static int busy;  // threads that may still find directories
static unsigned long long total_files, total_bytes, total_digests;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void push(char *path) {
  pthread_mutex_lock(&mutex);
  if (path_count == path_capacity) {
    path_capacity = path_capacity == 0 ? 1024 : 2 * path_capacity;
    paths = realloc(paths, path_capacity * sizeof *paths);
    if (paths == NULL) fail("realloc");
  }
  paths[path_count++] = path;
  pthread_cond_signal(&more);
  pthread_mutex_unlock(&mutex);
}

// The next directory; NULL when there will be none.
static char *pop(void) {
  pthread_mutex_lock(&mutex);
  busy--;
  while (path_count == 0 && busy > 0) pthread_cond_wait(&more, &mutex);
  char *path = NULL;
  if (path_count > 0) {
    path = paths[--path_count];
    busy++;
  } else {
    pthread_cond_broadcast(&more);
  }
  pthread_mutex_unlock(&mutex);
  return path;
}

// SHA-1 of the content; the whole blocks of each read are hashed where they lie.
static unsigned long long hash_file(int directory, const char *name, unsigned char *buffer,
                                    unsigned long long *bytes) {
  int file = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  if (file < 0) fail(name);
  cdc_hash_state state = {{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0}};
  unsigned long long size = 0;
  size_t rest = 0;  // bytes at the start of the buffer that are no whole block yet
  ssize_t count;
  while ((count = read(file, buffer + rest, BUFFER_SIZE - 64)) > 0) {
    size += (size_t)count;
    size_t whole = (rest + (size_t)count) / 64;
    size_t left = (rest + (size_t)count) % 64;
    kernel(&state, buffer, whole);
    memmove(buffer, buffer + whole * 64, left);
    rest = left;
  }
  if (count < 0) fail(name);
  close(file);
  buffer[rest++] = 0x80;
  size_t padded = rest > 56 ? 128 : 64;
  memset(buffer + rest, 0, padded - rest);
  for (int i = 0; i < 8; i++) buffer[padded - 1 - i] = (unsigned char)(size * 8 >> 8 * i);
  kernel(&state, buffer, padded / 64);
  *bytes += size;
  return state.word[0];
}

static void *work(void *unused) {
  (void)unused;
  unsigned long long files = 0, bytes = 0, digests = 0;
  unsigned char *buffer = aligned_alloc(4096, BUFFER_SIZE);
  if (buffer == NULL) fail("aligned_alloc");
  char *path;
  while ((path = pop()) != NULL) {
    int descriptor = openat(AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = descriptor < 0 ? NULL : fdopendir(descriptor);
    if (stream == NULL) fail(path);
    struct dirent *entry;
    while ((entry = readdir(stream)) != NULL) {
      if (entry->d_type == DT_REG) {
        digests ^= hash_file(descriptor, entry->d_name, buffer, &bytes);
        files++;
      } else if (entry->d_type == DT_DIR && strcmp(entry->d_name, ".") != 0 &&
                 strcmp(entry->d_name, "..") != 0) {
        size_t length = strlen(path), name_length = strlen(entry->d_name);
        char *child = malloc(length + name_length + 2);
        if (child == NULL) fail("malloc");
        memcpy(child, path, length);
        child[length] = '/';
        memcpy(child + length + 1, entry->d_name, name_length + 1);
        push(child);
      }
    }
    closedir(stream);
    free(path);
  }
  pthread_mutex_lock(&mutex);
  total_files += files;
  total_bytes += bytes;
  total_digests ^= digests;
  pthread_mutex_unlock(&mutex);
  return NULL;
}

int main(int argc, char **argv) {
  int threads = argc == 3 ? atoi(argv[1]) : 0;
  if (threads < 1 || threads > 256) {
    fprintf(stderr, "usage: loop THREADS DIRECTORY\n");
    return 2;
  }
  kernel = cdc_sha1_accelerated();
  if (kernel == NULL) kernel = cdc_sha1_portable;
  busy = threads;
  push(strdup(argv[2]));
  pthread_t thread[256];
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, STACK_SIZE);
  for (int i = 1; i < threads; i++) {
    if (pthread_create(&thread[i], &attributes, work, NULL) != 0) fail("pthread_create");
  }
  work(NULL);
  for (int i = 1; i < threads; i++) pthread_join(thread[i], NULL);
  printf("%llu files, %llu bytes, %08llx\n", total_files, total_bytes, total_digests);
  return 0;
}
