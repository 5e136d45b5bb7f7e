// What Swift cannot say of POSIX: variadic calls, macros, and types that differ between libcs.
// Every function returns what the call returns; errno is read with cdc_errno().
#ifndef CDC_POSIX_SHIMS_H
#define CDC_POSIX_SHIMS_H

#include <stddef.h>

int cdc_errno(void);
int cdc_eintr(void);

// Writes the message of `number`, without its NUL, and returns its length.
size_t cdc_error_text(int number, void *buffer, size_t size);

#endif
