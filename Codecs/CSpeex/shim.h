#include <stdbool.h>
#include <speex/speex.h>
// A macro of this name would need the address of the modes, and so the library.
#undef speex_lib_get_mode

// Whether the library can be loaded.
bool libspeex_is_there(void);
