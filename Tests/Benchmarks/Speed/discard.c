// Preloaded into a program (LD_PRELOAD), makes "decoded, nothing written" of it: what it writes to regular files
// goes nowhere. Pipes and unlinked temporary files, which it reads again, are kept.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

// What is known of a descriptor, so that to ask costs the program nothing for each of its writes.
enum { descriptors = 1 << 16 };
static enum { unknown, kept, discarded } known[descriptors];

static int is_kept(int file) {
  if (file < 0 || file >= descriptors) return 1;
  if (known[file] == unknown) {
    struct stat status;
    int isFile = !fstat(file, &status) && S_ISREG(status.st_mode) && status.st_nlink > 0;
    known[file] = isFile ? discarded : kept;
  }
  return known[file] == kept;
}

int close(int file) {
  static int (*real)(int);
  if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "close");
  if (file >= 0 && file < descriptors) known[file] = unknown;
  return real(file);
}

ssize_t write(int file, const void *bytes, size_t count) {
  static ssize_t (*real)(int, const void *, size_t);
  if (!real) real = (ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
  if (is_kept(file)) return real(file, bytes, count);
  return lseek(file, (off_t)count, SEEK_CUR) < 0 ? -1 : (ssize_t)count;
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
  static ssize_t (*real)(int, const void *, size_t, off_t);
  if (!real) real = (ssize_t(*)(int, const void *, size_t, off_t))dlsym(RTLD_NEXT, "pwrite");
  return is_kept(file) ? real(file, bytes, count, offset) : (ssize_t)count;
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off_t offset) {
  return pwrite(file, bytes, count, offset);
}

ssize_t writev(int file, const struct iovec *pieces, int number) {
  static ssize_t (*real)(int, const struct iovec *, int);
  if (!real) real = (ssize_t(*)(int, const struct iovec *, int))dlsym(RTLD_NEXT, "writev");
  if (is_kept(file)) return real(file, pieces, number);
  size_t count = 0;
  for (int index = 0; index < number; index++) count += pieces[index].iov_len;
  return lseek(file, (off_t)count, SEEK_CUR) < 0 ? -1 : (ssize_t)count;
}

ssize_t pwritev(int file, const struct iovec *pieces, int number, off_t offset) {
  static ssize_t (*real)(int, const struct iovec *, int, off_t);
  if (!real) real = (ssize_t(*)(int, const struct iovec *, int, off_t))dlsym(RTLD_NEXT, "pwritev");
  if (is_kept(file)) return real(file, pieces, number, offset);
  size_t count = 0;
  for (int index = 0; index < number; index++) count += pieces[index].iov_len;
  return (ssize_t)count;
}

ssize_t pwritev64(int file, const struct iovec *pieces, int number, off_t offset) {
  return pwritev(file, pieces, number, offset);
}
