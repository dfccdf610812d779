#include "shim.h"

#include <on_demand.h>

#define LIBRARY "libopus.so.0"

ON_DEMAND_PROBE(libopus_is_there)

ON_DEMAND(OpusEncoder *, opus_encoder_create,
          (opus_int32 rate, int channels, int application, int *error),
          (rate, channels, application, error))
ON_DEMAND(void, opus_encoder_destroy, (OpusEncoder *encoder), (encoder))
ON_DEMAND(opus_int32, opus_encode,
          (OpusEncoder *encoder, const opus_int16 *in, int frames, unsigned char *out,
           opus_int32 size),
          (encoder, in, frames, out, size))
ON_DEMAND(OpusDecoder *, opus_decoder_create, (opus_int32 rate, int channels, int *error),
          (rate, channels, error))
ON_DEMAND(void, opus_decoder_destroy, (OpusDecoder *decoder), (decoder))
ON_DEMAND(int, opus_decode,
          (OpusDecoder *decoder, const unsigned char *in, opus_int32 size, opus_int16 *out,
           int frames, int redundancy),
          (decoder, in, size, out, frames, redundancy))

ON_DEMAND(OpusMSDecoder *, opus_multistream_decoder_create,
          (opus_int32 rate, int channels, int streams, int coupled, const unsigned char *mapping, int *error),
          (rate, channels, streams, coupled, mapping, error))
ON_DEMAND(void, opus_multistream_decoder_destroy, (OpusMSDecoder *decoder), (decoder))
ON_DEMAND(int, opus_multistream_decode,
          (OpusMSDecoder *decoder, const unsigned char *in, opus_int32 size, opus_int16 *out, int frames,
           int redundancy),
          (decoder, in, size, out, frames, redundancy))

int opus_encoder_set(OpusEncoder *encoder, int request, opus_int32 value) {
  __typeof__(&opus_encoder_ctl) control =
      (__typeof__(&opus_encoder_ctl))function_on_demand(LIBRARY, "opus_encoder_ctl");
  return control(encoder, request, value);
}

// What the tests ask libopus for, and the product does not.
ON_DEMAND(int, opus_packet_parse,
          (const unsigned char *packet, opus_int32 size, unsigned char *toc,
           const unsigned char *frames[48], opus_int16 sizes[48], int *offset),
          (packet, size, toc, frames, sizes, offset))
ON_DEMAND(int, opus_packet_get_nb_channels, (const unsigned char *packet), (packet))
ON_DEMAND(int, opus_packet_get_samples_per_frame, (const unsigned char *packet, opus_int32 rate),
          (packet, rate))
ON_DEMAND(int, opus_packet_get_nb_samples,
          (const unsigned char *packet, opus_int32 size, opus_int32 rate), (packet, size, rate))
