#include "on_demand.h"

#include <dlfcn.h>
#include <stdio.h>
#include <unistd.h>

// A library that is there is only found again.
static void *load(const char *library) { return dlopen(library, RTLD_LAZY | RTLD_LOCAL); }

void *function_on_demand(const char *library, const char *name) {
  void *handle = load(library);
  void *function = handle ? dlsym(handle, name) : NULL;
  if (!function) {
    fprintf(stderr, "rtp2wav: %s\n", dlerror());
    _exit(127);
  }
  return function;
}

bool library_on_demand(const char *library) { return load(library) != NULL; }
