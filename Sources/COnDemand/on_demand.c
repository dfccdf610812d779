#include "on_demand.h"

#include <dlfcn.h>
#include <stdio.h>
#include <unistd.h>

void *function_on_demand(const char *library, const char *name) {
  void *handle = dlopen(library, RTLD_LAZY | RTLD_LOCAL);  // a library that is there is only found again
  void *function = handle ? dlsym(handle, name) : NULL;
  if (!function) {
    fprintf(stderr, "rtp2wav: %s\n", dlerror());
    _exit(127);
  }
  return function;
}
