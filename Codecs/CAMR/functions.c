#include "shim.h"

#include <on_demand.h>

#define LIBRARY "libopencore-amrnb.so.0"

ON_DEMAND_PROBE(libopencore_amrnb_is_there)

ON_DEMAND(void *, Decoder_Interface_init, (void), ())
ON_DEMAND(void, Decoder_Interface_exit, (void *state), (state))
ON_DEMAND(void, Decoder_Interface_Decode,
          (void *state, const unsigned char *in, short *out, int isBad), (state, in, out, isBad))
ON_DEMAND(void *, Encoder_Interface_init, (int hasDTX), (hasDTX))
ON_DEMAND(void, Encoder_Interface_exit, (void *state), (state))
ON_DEMAND(int, Encoder_Interface_Encode,
          (void *state, enum Mode mode, const short *in, unsigned char *out, int isSpeech),
          (state, mode, in, out, isSpeech))

#undef LIBRARY
#define LIBRARY "libopencore-amrwb.so.0"

ON_DEMAND_PROBE(libopencore_amrwb_is_there)

ON_DEMAND(void *, D_IF_init, (void), ())
ON_DEMAND(void, D_IF_exit, (void *state), (state))
ON_DEMAND(void, D_IF_decode, (void *state, const unsigned char *in, short *out, int isBad),
          (state, in, out, isBad))

#undef LIBRARY
#define LIBRARY "libvo-amrwbenc.so.0"

ON_DEMAND_PROBE(libvo_amrwbenc_is_there)

ON_DEMAND(void *, E_IF_init, (void), ())
ON_DEMAND(int, E_IF_encode,
          (void *state, int mode, const short *in, unsigned char *out, int hasDTX),
          (state, mode, in, out, hasDTX))
ON_DEMAND(void, E_IF_exit, (void *state), (state))
