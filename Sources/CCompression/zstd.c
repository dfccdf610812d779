#define ZSTDLIB_VISIBLE  // else its functions could not be hidden
#include <on_demand.h>
#include <zstd.h>

#define LIBRARY "libzstd.so.1"

ON_DEMAND(ZSTD_DCtx *, ZSTD_createDCtx, (void), ())
ON_DEMAND(size_t, ZSTD_freeDCtx, (ZSTD_DCtx *context), (context))
ON_DEMAND(size_t, ZSTD_decompressStream,
          (ZSTD_DStream *stream, ZSTD_outBuffer *out, ZSTD_inBuffer *in), (stream, out, in))
ON_DEMAND(unsigned, ZSTD_isError, (size_t code), (code))
ON_DEMAND(const char *, ZSTD_getErrorName, (size_t code), (code))
