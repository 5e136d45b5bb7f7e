#include "posix_shims.h"

#include <errno.h>
#include <string.h>

int cdc_errno(void) { return errno; }
int cdc_eintr(void) { return EINTR; }

size_t cdc_error_text(int number, void *buffer, size_t size) {
  // strerror is what every libc here agrees on: strerror_r has two signatures. Its table is
  // constant in the C locale, the only one this program ever sets.
  const char *text = strerror(number);
  size_t length = strlen(text);
  if (length > size) length = size;
  memcpy(buffer, text, length);
  return length;
}
