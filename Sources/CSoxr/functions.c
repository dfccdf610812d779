#include "shim.h"

#include <on_demand.h>

#define LIBRARY "libsoxr.so.0"

ON_DEMAND(soxr_t, soxr_create,
          (double from, double to, unsigned channels, soxr_error_t *error, const soxr_io_spec_t *io,
           const soxr_quality_spec_t *quality, const soxr_runtime_spec_t *runtime),
          (from, to, channels, error, io, quality, runtime))
ON_DEMAND(void, soxr_delete, (soxr_t resampler), (resampler))
ON_DEMAND(soxr_error_t, soxr_process,
          (soxr_t resampler, soxr_in_t in, size_t in_count, size_t *consumed, soxr_out_t out,
           size_t out_count, size_t *produced),
          (resampler, in, in_count, consumed, out, out_count, produced))
ON_DEMAND(soxr_io_spec_t, soxr_io_spec, (soxr_datatype_t in, soxr_datatype_t out), (in, out))
ON_DEMAND(soxr_quality_spec_t, soxr_quality_spec, (unsigned long recipe, unsigned long flags),
          (recipe, flags))
ON_DEMAND(soxr_runtime_spec_t, soxr_runtime_spec, (unsigned threads), (threads))
