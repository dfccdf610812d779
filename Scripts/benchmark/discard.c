// Preloaded into a program (LD_PRELOAD), makes "decoded, nothing written" of it: what it writes to files in
// pieces of 4 KB and more only moves the file offset. Headers, pipes and unlinked temporary files are kept.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { smallest = 4096 };

static int is_kept(int file, size_t bytes) {
  struct stat status;
  return bytes < smallest || fstat(file, &status) || !S_ISREG(status.st_mode) || status.st_nlink == 0;
}

ssize_t write(int file, const void *bytes, size_t count) {
  static ssize_t (*real)(int, const void *, size_t);
  if (!real) real = (ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
  if (is_kept(file, count)) return real(file, bytes, count);
  return lseek(file, (off_t)count, SEEK_CUR) < 0 ? -1 : (ssize_t)count;
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
  static ssize_t (*real)(int, const void *, size_t, off_t);
  if (!real) real = (ssize_t(*)(int, const void *, size_t, off_t))dlsym(RTLD_NEXT, "pwrite");
  return is_kept(file, count) ? real(file, bytes, count, offset) : (ssize_t)count;
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off_t offset) {
  return pwrite(file, bytes, count, offset);
}

ssize_t writev(int file, const struct iovec *pieces, int number) {
  static ssize_t (*real)(int, const struct iovec *, int);
  if (!real) real = (ssize_t(*)(int, const struct iovec *, int))dlsym(RTLD_NEXT, "writev");
  size_t count = 0;
  for (int index = 0; index < number; index++) count += pieces[index].iov_len;
  if (is_kept(file, count)) return real(file, pieces, number);
  return lseek(file, (off_t)count, SEEK_CUR) < 0 ? -1 : (ssize_t)count;
}

ssize_t pwritev(int file, const struct iovec *pieces, int number, off_t offset) {
  static ssize_t (*real)(int, const struct iovec *, int, off_t);
  if (!real) real = (ssize_t(*)(int, const struct iovec *, int, off_t))dlsym(RTLD_NEXT, "pwritev");
  size_t count = 0;
  for (int index = 0; index < number; index++) count += pieces[index].iov_len;
  return is_kept(file, count) ? real(file, pieces, number, offset) : (ssize_t)count;
}

ssize_t pwritev64(int file, const struct iovec *pieces, int number, off_t offset) {
  return pwritev(file, pieces, number, offset);
}
