#include "shim.h"

#include <on_demand.h>

#define LIBRARY "libbcg729.so.0"

ON_DEMAND_PROBE(libbcg729_is_there)

ON_DEMAND(bcg729DecoderChannelContextStruct *, initBcg729DecoderChannel, (void), ())
ON_DEMAND(void, closeBcg729DecoderChannel, (bcg729DecoderChannelContextStruct *decoder), (decoder))
ON_DEMAND(void, bcg729Decoder,
          (bcg729DecoderChannelContextStruct *decoder, const uint8_t in[], uint8_t size, uint8_t isErased,
           uint8_t isSID, uint8_t isRFC3389, int16_t out[]),
          (decoder, in, size, isErased, isSID, isRFC3389, out))

ON_DEMAND(bcg729EncoderChannelContextStruct *, initBcg729EncoderChannel, (uint8_t hasVAD), (hasVAD))
ON_DEMAND(void, closeBcg729EncoderChannel, (bcg729EncoderChannelContextStruct *encoder), (encoder))
ON_DEMAND(void, bcg729Encoder,
          (bcg729EncoderChannelContextStruct *encoder, const int16_t in[], uint8_t out[], uint8_t *size),
          (encoder, in, out, size))
