#define _GNU_SOURCE 1  // sched_getaffinity
#include "posix_shims.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

// pthread_t and the lock types differ between libcs, and must not move: they live in memory of
// their own, behind pointers.

struct cdc_thread {
  pthread_t thread;
  void (*body)(void *);
  void *context;
};

static void *start(void *argument) {
  struct cdc_thread *thread = argument;
  thread->body(thread->context);
  return NULL;
}

struct cdc_thread *cdc_start_thread(size_t stack_size, void (*body)(void *), void *context) {
  struct cdc_thread *thread = malloc(sizeof *thread);
  if (thread == NULL) return NULL;
  thread->body = body;
  thread->context = context;
  pthread_attr_t attributes;
  int error = pthread_attr_init(&attributes);
  if (error == 0) {
    error = pthread_attr_setstacksize(&attributes, stack_size);
    if (error == 0) error = pthread_create(&thread->thread, &attributes, start, thread);
    pthread_attr_destroy(&attributes);
  }
  if (error != 0) {
    free(thread);
    errno = error;
    return NULL;
  }
  return thread;
}

void cdc_join_thread(struct cdc_thread *thread) {
  pthread_join(thread->thread, NULL);
  free(thread);
}

struct cdc_condition_lock {
  pthread_mutex_t mutex;
  pthread_cond_t condition;
};

struct cdc_condition_lock *cdc_create_condition_lock(void) {
  struct cdc_condition_lock *lock = malloc(sizeof *lock);
  if (lock == NULL) cdc_out_of_memory();
  pthread_mutex_init(&lock->mutex, NULL);
  pthread_cond_init(&lock->condition, NULL);
  return lock;
}

void cdc_destroy_condition_lock(struct cdc_condition_lock *lock) {
  pthread_cond_destroy(&lock->condition);
  pthread_mutex_destroy(&lock->mutex);
  free(lock);
}

void cdc_lock(struct cdc_condition_lock *lock) { pthread_mutex_lock(&lock->mutex); }
void cdc_unlock(struct cdc_condition_lock *lock) { pthread_mutex_unlock(&lock->mutex); }
void cdc_wait(struct cdc_condition_lock *lock) {
  pthread_cond_wait(&lock->condition, &lock->mutex);
}
void cdc_signal(struct cdc_condition_lock *lock) { pthread_cond_signal(&lock->condition); }
void cdc_broadcast(struct cdc_condition_lock *lock) { pthread_cond_broadcast(&lock->condition); }

int cdc_processor_count(void) {
#ifdef __linux__
  // The kernel refuses a mask that is shorter than its own: this one is for 65,536 processors.
  cpu_set_t set[64];
  int count = sched_getaffinity(0, sizeof set, set) == 0 ? CPU_COUNT_S(sizeof set, set) : 1;
#else
  long count = sysconf(_SC_NPROCESSORS_ONLN);
#endif
  return count > 0 ? (int)count : 1;
}
