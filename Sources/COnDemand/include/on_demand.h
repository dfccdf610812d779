// C libraries that are loaded by the first call of one of their functions. Most runs need few of them: with their own
// libraries they are 27 files to find, map and relocate: two fifths of the time that a start took, and 4 MB.
#pragma once

#include <stdbool.h>

// The address of a function of a library (by its soname, or several of which the first that is there is meant), or of
// the libraries that this one brings along. Where there is none, the program says so and ends, as it would have at its
// start if it were linked to the library.
void *function_on_demand(const char *library, const char *name);

// Whether a library (by its soname, or one of several) can be loaded; it then is.
bool library_on_demand(const char *library);

// Defines a function of LIBRARY as its header declares it: the compiler holds one to the other. Hidden, so that other
// libraries that use this one are not sent through here.
#define ON_DEMAND(type, name, parameters, arguments)                            \
  __attribute__((visibility("hidden"))) type name parameters {                  \
    static _Atomic(__typeof__(&name)) loaded;                                   \
    __typeof__(&name) function = __c11_atomic_load(&loaded, __ATOMIC_ACQUIRE);  \
    if (!function) {                                                            \
      function = (__typeof__(&name))function_on_demand(LIBRARY, #name);         \
      __c11_atomic_store(&loaded, function, __ATOMIC_RELEASE);                  \
    }                                                                           \
    return function arguments;                                                  \
  }

// Defines a function that says whether LIBRARY can be loaded. The first call finds out, by loading it.
#define ON_DEMAND_PROBE(name)                                                   \
  __attribute__((visibility("hidden"))) bool name(void) {                       \
    static _Atomic(int) known; /* 1: it can, -1: it cannot */                   \
    int answer = __c11_atomic_load(&known, __ATOMIC_RELAXED);                   \
    if (!answer) {                                                              \
      answer = library_on_demand(LIBRARY) ? 1 : -1;                             \
      __c11_atomic_store(&known, answer, __ATOMIC_RELAXED);                     \
    }                                                                           \
    return answer > 0;                                                          \
  }
