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
  size_t length = name == NULL ? 0 : strlen(name);
  if (length >= sizeof unfinished_name) length = 0;
  unfinished_directory = directory;
  if (length > 0) memcpy(unfinished_name, name, length);
  unfinished_name[length] = '\0';
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
// Nothing in this program asks for a larger alignment than that of malloc().
int posix_memalign(void **result, size_t alignment, size_t size) {
  if (alignment > _Alignof(max_align_t)) __builtin_trap();
  void *memory = malloc(size);
  if (memory == NULL) cdc_out_of_memory();
  *result = memory;
  return 0;
}

#else

void cdc_out_of_memory(void) { abort(); }

#endif
