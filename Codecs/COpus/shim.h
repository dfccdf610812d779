#include <stdbool.h>
#include <opus/opus.h>
#include <opus/opus_multistream.h>

// Whether the library can be loaded.
bool libopus_is_there(void);

// opus_encoder_ctl with a request that takes one number: Swift cannot call variadic functions.
int opus_encoder_set(OpusEncoder *encoder, int request, opus_int32 value);
