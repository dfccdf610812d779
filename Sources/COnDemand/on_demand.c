#include "on_demand.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

// The first of the sonames, parted by blanks, that can be loaded. A library that is there is only found again.
static void *load(const char *library) {
  void *handle = NULL;
  while (!handle && *library) {
    char name[64];
    size_t length = strcspn(library, " ");
    snprintf(name, sizeof name, "%.*s", (int)length, library);
    handle = dlopen(name, RTLD_LAZY | RTLD_LOCAL);
    library += length + strspn(library + length, " ");
  }
  return handle;
}

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
