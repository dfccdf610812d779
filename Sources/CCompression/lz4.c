#define LZ4FLIB_VISIBILITY  // else its functions could not be hidden
#include <lz4frame.h>
#include <on_demand.h>

#define LIBRARY "liblz4.so.1"

ON_DEMAND(LZ4F_errorCode_t, LZ4F_createDecompressionContext,
          (LZ4F_dctx **context, unsigned version), (context, version))
ON_DEMAND(LZ4F_errorCode_t, LZ4F_freeDecompressionContext, (LZ4F_dctx *context), (context))
ON_DEMAND(size_t, LZ4F_decompress,
          (LZ4F_dctx *context, void *out, size_t *out_size, const void *in, size_t *in_size,
           const LZ4F_decompressOptions_t *options),
          (context, out, out_size, in, in_size, options))
ON_DEMAND(unsigned, LZ4F_isError, (LZ4F_errorCode_t code), (code))
ON_DEMAND(const char *, LZ4F_getErrorName, (LZ4F_errorCode_t code), (code))
