// load LIBRARY: how many milliseconds dlopen(3) takes for it, as rtp2wav calls it, in a program that has no other.
#include <dlfcn.h>
#include <stdio.h>
#include <time.h>

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return 1e3 * (double)time.tv_sec + (double)time.tv_nsec / 1e6;
}

int main(int argc, char **argv) {
  if (argc != 2) return 64;
  double start = now();
  void *library = dlopen(argv[1], RTLD_LAZY | RTLD_LOCAL);
  double end = now();
  if (!library) {
    fprintf(stderr, "%s\n", dlerror());
    return 69;
  }
  printf("%f\n", end - start);
}
