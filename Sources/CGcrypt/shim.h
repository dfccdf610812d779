#include <stdbool.h>
#define GCRYPT_NO_DEPRECATED
#include <gcrypt.h>

// Whether the library can be loaded.
bool libgcrypt_is_there(void);

// Makes the library ready, unless another library of this process has done so; it must be called before anything else
// here, and once. Says whether the library is there and recent enough.
bool libgcrypt_start(void);
