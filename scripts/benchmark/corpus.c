// Makes the trees that are measured. The same arguments always give the same names and bytes.
//
//   corpus files DIRECTORY FOLDERS FILES MEAN     FILES of 0 to 2*MEAN bytes, MEAN on average
//   corpus links DIRECTORY FOLDERS FILES          FILES names of 64 bytes each; many are one inode,
//                                                 so that a million costs little room on the disk
//   corpus large DIRECTORY FILES MEBIBYTES        FILES of MEBIBYTES each
//
// FOLDERS lie at most two levels below DIRECTORY, a hundred to each; with FOLDERS 0 the files are in
// DIRECTORY itself. DIRECTORY must not exist.
#define _GNU_SOURCE 1
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 1 << 20, LINKS_OF_ONE = 20000 };  // ext4 allows 65,000

static uint64_t random_state = 88172645463325252u;

static uint64_t next_random(void) {  // xorshift64
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  return random_state ^= random_state << 17;
}

static uint64_t block[BLOCK / 8 + 2];

static void refill(void) {
  for (size_t i = 0; i < sizeof block / sizeof *block; i++) block[i] = next_random();
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void make_directory(const char *path) {
  if (mkdir(path, 0755) != 0) fail(path);
}

static void make_file(const char *path, size_t size) {
  int file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0644);
  if (file < 0) fail(path);
  for (size_t left = size; left > 0;) {
    size_t wanted = left < BLOCK ? left : BLOCK;
    // Files differ from each other, and one file's mebibytes too.
    block[0] = next_random();
    ssize_t written = write(file, block, wanted);
    if (written <= 0) fail(path);
    left -= (size_t)written;
  }
  if (close(file) != 0) fail(path);
}

// Makes the folders and gives the path of the one that is numbered.
static void folder_path(char *path, size_t size, unsigned long folders, unsigned long number) {
  if (folders == 0) snprintf(path, size, ".");
  else snprintf(path, size, "group%03lu/folder%05lu", number / 100, number);
}

static void make_folders(unsigned long folders) {
  char path[64];
  for (unsigned long number = 0; number < folders; number++) {
    if (number % 100 == 0) {
      snprintf(path, sizeof path, "group%03lu", number / 100);
      make_directory(path);
    }
    folder_path(path, sizeof path, folders, number);
    make_directory(path);
  }
}

int main(int argc, char **argv) {
  const char *shape = argc > 2 ? argv[1] : "";
  unsigned long number[3] = {0};
  for (int i = 3; i < argc && i < 6; i++) number[i - 3] = strtoul(argv[i], NULL, 10);
  int is_files = strcmp(shape, "files") == 0 && argc == 6;
  int is_links = strcmp(shape, "links") == 0 && argc == 5;
  int is_large = strcmp(shape, "large") == 0 && argc == 5;
  if (!is_files && !is_links && !is_large) {
    fprintf(stderr, "usage: corpus files|links|large DIRECTORY NUMBER...\n");
    return 2;
  }
  umask(022);
  make_directory(argv[2]);
  if (chdir(argv[2]) != 0) fail(argv[2]);
  refill();
  char path[128], first[128] = "";
  if (is_large) {
    for (unsigned long i = 0; i < number[0]; i++) {
      snprintf(path, sizeof path, "large%02lu.bin", i);
      make_file(path, number[1] << 20);
    }
    return 0;
  }
  make_folders(number[0]);
  for (unsigned long i = 0; i < number[1]; i++) {
    folder_path(path, sizeof path, number[0], number[0] == 0 ? 0 : i % number[0]);
    size_t length = strlen(path);
    snprintf(path + length, sizeof path - length, "/file%07lu.txt", i);
    if (is_files) {
      make_file(path, number[2] == 0 ? 0 : next_random() % (2 * number[2] + 1));
    } else if (i % LINKS_OF_ONE == 0) {
      make_file(path, 64);
      memcpy(first, path, sizeof first);
    } else if (link(first, path) != 0) {
      fail(path);
    }
  }
  return 0;
}
