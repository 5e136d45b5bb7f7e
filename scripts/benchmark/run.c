// Runs a command some times and prints a line for each run: nanoseconds from before its exec until
// its end, microseconds of processor time it took, its peak of resident memory in KiB, its status.
// What it prints goes nowhere. A shell or an interpreter in between would add its own time, and
// to the peak its own memory, which a child begins with.
//
//   run TIMES COMMAND [ARGUMENT...]
#define _GNU_SOURCE 1
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static long long nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (long long)now.tv_sec * 1000000000 + now.tv_nsec;
}

static long long microseconds(struct timeval time) {
  return (long long)time.tv_sec * 1000000 + time.tv_usec;
}

int main(int argc, char **argv) {
  if (argc < 3) {
    fprintf(stderr, "usage: run TIMES COMMAND [ARGUMENT...]\n");
    return 2;
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  for (int times = atoi(argv[1]); times > 0; times--) {
    pid_t child;
    long long start = nanoseconds();
    if (posix_spawnp(&child, argv[2], &actions, NULL, argv + 2, environ) != 0) {
      perror(argv[2]);
      return 1;
    }
    int status;
    struct rusage usage;
    if (wait4(child, &status, 0, &usage) != child) return 1;
    long long end = nanoseconds();
    printf("%lld %lld %ld %d\n", end - start,
           microseconds(usage.ru_utime) + microseconds(usage.ru_stime), usage.ru_maxrss,
           WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
  }
  return 0;
}
