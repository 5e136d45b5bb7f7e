// What happens where the system gives no memory. A library has no say in that, and ordinary Swift
// ends the program with a message of its own; Embedded Swift goes on with a null pointer. In the
// static binaries, which own their process, this file sees to it.
#define _GNU_SOURCE 1
#include "posix_shims.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int unfinished_directory;
static char unfinished_name[64];

void cdc_set_unfinished(int directory, const char *name) {
  unfinished_directory = directory;
  strncpy(unfinished_name, name == NULL ? "" : name, sizeof unfinished_name - 1);
}

#ifdef CDC_OWNS_PROCESS

static void complain(const char *text) {
  // There is nobody left to tell where this fails.
  ssize_t ignored = write(STDERR_FILENO, text, strlen(text));
  (void)ignored;
}

void cdc_out_of_memory(void) {
  static int told;
  if (!__atomic_exchange_n(&told, 1, __ATOMIC_RELAXED)) complain("dchecksum: Out of memory\n");
  if (unfinished_name[0] != '\0') unlinkat(unfinished_directory, unfinished_name, 0);
  _exit(2);
}

// Takes the place of the C library's: the one function from which Embedded Swift has its memory.
// Its alignments are nearly always those of malloc(), which is cheaper.
int posix_memalign(void **result, size_t alignment, size_t size) {
  void *memory = alignment <= _Alignof(max_align_t) ? malloc(size) : aligned_alloc(alignment, size);
  if (memory == NULL) cdc_out_of_memory();
  *result = memory;
  return 0;
}

#else

void cdc_out_of_memory(void) { abort(); }

#endif
