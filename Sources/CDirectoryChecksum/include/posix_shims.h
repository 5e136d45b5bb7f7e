// What Swift cannot say of POSIX: variadic calls, macros, and types that differ between libcs.
//
// A function that can fail returns what the call behind it returns, or -1; cdc_errno() then holds
// the reason. None of them retries: the rule for EINTR has its place in Swift.
#ifndef CDC_POSIX_SHIMS_H
#define CDC_POSIX_SHIMS_H

#include <stddef.h>
#include <stdint.h>

int cdc_errno(void);

// The error numbers that the program tells apart, by their POSIX names.
enum cdc_error_name {
  CDC_EACCES,
  CDC_EAGAIN,
  CDC_EEXIST,
  CDC_EFBIG,
  CDC_EINTR,
  CDC_EINVAL,
  CDC_EIO,
  CDC_EISDIR,
  CDC_ELOOP,
  CDC_EMFILE,
  CDC_ENFILE,
  CDC_ENODATA,
  CDC_ENOENT,
  CDC_ENOMEM,
  CDC_ENOTDIR,
  CDC_ENOTSUP,
  CDC_ENXIO,
  CDC_EPERM,
  CDC_EPIPE,
  CDC_ERANGE,
  CDC_ESPIPE,
  CDC_ESTALE,
};
int cdc_error_number(enum cdc_error_name name);

// Writes the message of `number`, without its NUL, and returns its length.
size_t cdc_error_text(int number, void *buffer, size_t size);

// -- Descriptors ----------------------------------------------------------------------------------

#define CDC_CURRENT_DIRECTORY (-100)

// Opens a directory to be read. A link in the last place is followed only if `follow`.
int cdc_open_directory(int directory, const char *name, int follow);
// Opens a file to be read: never a link, never waiting for a writer, a terminal or a tape.
int cdc_open_file(int directory, const char *name);
// Opens a file that a user named, following links; waits for a FIFO's writer as cat(1) does.
int cdc_open_input(const char *path);
// Creates a file that must not exist.
int cdc_create_file(int directory, const char *name);
// Opens what there is, to be overwritten in place.
int cdc_open_output(const char *path);
int cdc_close(int descriptor);
ptrdiff_t cdc_read(int descriptor, void *buffer, size_t size);
ptrdiff_t cdc_read_at(int descriptor, void *buffer, size_t size, uint64_t offset);
ptrdiff_t cdc_write(int descriptor, const void *bytes, size_t size);
ptrdiff_t cdc_read_link(int directory, const char *name, void *buffer, size_t size);
// Writes the absolute path of what `path` leads to, without links in it; -1 with errno.
ptrdiff_t cdc_real_path(const char *path, void *buffer, size_t size);
int cdc_rename(int directory, const char *from, const char *to);
int cdc_unlink(int directory, const char *name);
int cdc_change_owner(int descriptor, uint32_t owner, uint32_t group);
int cdc_change_mode(int descriptor, uint32_t mode);
int cdc_is_terminal(int descriptor);
// Waits until `descriptor`, which somebody made non-blocking, takes or gives more.
int cdc_wait_writable(int descriptor);
// Whether `one` and `other` are pipes, and not the same.
int cdc_are_two_pipes(int one, int other);
// Waits until everything that was written to the pipe `descriptor` has been read, looking every
// millisecond for at most as many as are given; 0 where it has not. On a system that can't tell, it
// has.
int cdc_wait_drained(int descriptor, int milliseconds);
// Makes the pipe `descriptor` as small as can be: one page.
void cdc_shrink_pipe(int descriptor);
// Lets that many milliseconds pass.
void cdc_pause(int milliseconds);
// Occupies those of the descriptors 0 to 2 that are closed, so that no other file gets them.
void cdc_reserve_standard_descriptors(void);

// -- File status ----------------------------------------------------------------------------------

// The kinds of `st_mode`, as letters of their own; 0 is anything else.
struct cdc_status {
  uint64_t device;
  uint64_t inode;
  uint64_t size;
  uint64_t blocks;
  uint64_t links;
  uint32_t mode;
  uint32_t owner;
  uint32_t group;
  uint64_t special_device;
  int64_t modified_seconds;
  uint32_t modified_nanoseconds;
  char kind;
};
int cdc_status_of(int descriptor, struct cdc_status *status);
int cdc_status_at(int directory, const char *name, int follow, struct cdc_status *status);

// -- Directory streams ----------------------------------------------------------------------------

// One entry of a directory; the name is valid until the next read of the same stream.
struct cdc_entry {
  const char *name;
  size_t length;
  char kind;  // as in cdc_status, or '?' where the file system does not tell
};
// A directory that is being read.
struct cdc_stream;
// Reads from where `descriptor` is, which stays the caller's; NULL with errno.
struct cdc_stream *cdc_open_stream(int descriptor);
// 1: an entry; 0: the end; -1: an error.
int cdc_read_stream(struct cdc_stream *stream, struct cdc_entry *entry);
// Asked at the end: 1 where the directory is none any more, which readdir(3) takes for an end as any
// other; 0 where it is one; -1: an error.
int cdc_is_removed(struct cdc_stream *stream);
void cdc_close_stream(struct cdc_stream *stream);

// -- Extended attributes --------------------------------------------------------------------------

ptrdiff_t cdc_list_attributes(int descriptor, void *buffer, size_t size);
ptrdiff_t cdc_get_attribute(int descriptor, const char *name, void *buffer, size_t size);
// The same for an entry that cannot be opened: a link, a FIFO, a socket, a device. ENOTSUP where
// there is no way to it. The calling thread stays where it is.
ptrdiff_t cdc_list_attributes_at(int directory, const char *name, void *buffer, size_t size);
ptrdiff_t cdc_get_attribute_at(
    int directory, const char *name, const char *attribute, void *buffer, size_t size);

// -- Threads --------------------------------------------------------------------------------------

struct cdc_thread;
struct cdc_condition_lock;

// Starts `body(context)`; NULL with errno where the system refuses.
struct cdc_thread *cdc_start_thread(size_t stack_size, void (*body)(void *), void *context);
void cdc_join_thread(struct cdc_thread *thread);

struct cdc_condition_lock *cdc_create_condition_lock(void);
void cdc_destroy_condition_lock(struct cdc_condition_lock *lock);
void cdc_lock(struct cdc_condition_lock *lock);
void cdc_unlock(struct cdc_condition_lock *lock);
void cdc_wait(struct cdc_condition_lock *lock);
void cdc_signal(struct cdc_condition_lock *lock);
void cdc_broadcast(struct cdc_condition_lock *lock);

// -- The process ----------------------------------------------------------------------------------

// How many processors this process may run on; at least 1.
int cdc_processor_count(void);
// How many descriptors this process may have open.
uint64_t cdc_descriptor_limit(void);
// Nanoseconds of a clock that never goes back.
uint64_t cdc_nanoseconds(void);
// Nanoseconds that the calling thread was on a processor.
uint64_t cdc_thread_nanoseconds(void);
const char *cdc_environment(const char *name);
int cdc_process_identifier(void);
// Holds back what asks the process to end, or lets it through again. One pair at a time.
void cdc_hold_signals(int hold);
// Lets a write beyond a limit on file sizes fail instead of ending the process.
void cdc_survive_size_limit(void);
void cdc_out_of_memory(void) __attribute__((noreturn));
// Names the one file that a process which runs out of memory has to remove; NULL for none.
void cdc_set_unfinished(int directory, const char *name);
// Ends the process as SIGPIPE does by default.
void cdc_die_of_broken_pipe(void);
void cdc_exit(int status) __attribute__((noreturn));

#endif
