#include <lz4frame.h>
#include <zlib.h>
#include <zstd.h>

// Swift cannot call function-like macros; 15 + 16: the longest window, with a gzip header.

static inline int inflate_gzip_init(z_streamp stream) { return inflateInit2(stream, 15 + 16); }
