#include <opus.h>

// Swift cannot call variadic functions; these are the requests that take one number.

static inline int opus_encoder_set(OpusEncoder *encoder, int request, opus_int32 value) {
  return opus_encoder_ctl(encoder, request, value);
}
