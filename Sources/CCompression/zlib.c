#include <on_demand.h>
#include <zlib.h>

#define LIBRARY "libz.so.1"

ON_DEMAND(int, inflateInit2_, (z_streamp stream, int window, const char *version, int size),
          (stream, window, version, size))
ON_DEMAND(int, inflate, (z_streamp stream, int flush), (stream, flush))
ON_DEMAND(int, inflateReset, (z_streamp stream), (stream))
ON_DEMAND(int, inflateEnd, (z_streamp stream), (stream))
