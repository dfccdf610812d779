#include "shim.h"

#include <on_demand.h>

#define LIBRARY "libsndfile.so.1"

ON_DEMAND(SNDFILE *, sf_open, (const char *path, int mode, SF_INFO *info), (path, mode, info))
ON_DEMAND(SNDFILE *, sf_open_fd, (int descriptor, int mode, SF_INFO *info, int owned),
          (descriptor, mode, info, owned))
ON_DEMAND(int, sf_close, (SNDFILE *file), (file))
ON_DEMAND(int, sf_format_check, (const SF_INFO *info), (info))
ON_DEMAND(int, sf_command, (SNDFILE *file, int command, void *data, int size),
          (file, command, data, size))
ON_DEMAND(sf_count_t, sf_seek, (SNDFILE *file, sf_count_t frames, int from), (file, frames, from))
ON_DEMAND(sf_count_t, sf_read_float, (SNDFILE *file, float *samples, sf_count_t count),
          (file, samples, count))
ON_DEMAND(sf_count_t, sf_read_short, (SNDFILE *file, short *samples, sf_count_t count),
          (file, samples, count))
ON_DEMAND(sf_count_t, sf_read_int, (SNDFILE *file, int *samples, sf_count_t count),
          (file, samples, count))
ON_DEMAND(sf_count_t, sf_write_int, (SNDFILE *file, const int *samples, sf_count_t count),
          (file, samples, count))
ON_DEMAND(sf_count_t, sf_read_raw, (SNDFILE *file, void *bytes, sf_count_t count),
          (file, bytes, count))
ON_DEMAND(sf_count_t, sf_write_short, (SNDFILE *file, const short *samples, sf_count_t count),
          (file, samples, count))
ON_DEMAND(sf_count_t, sf_write_raw, (SNDFILE *file, const void *bytes, sf_count_t count),
          (file, bytes, count))
ON_DEMAND(int, sf_error, (SNDFILE *file), (file))
ON_DEMAND(const char *, sf_error_number, (int number), (number))
ON_DEMAND(const char *, sf_strerror, (SNDFILE *file), (file))
