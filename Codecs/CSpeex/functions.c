#include "shim.h"

#include <on_demand.h>

#define LIBRARY "libspeex.so.1"

ON_DEMAND_PROBE(libspeex_is_there)

ON_DEMAND(const SpeexMode *, speex_lib_get_mode, (int mode), (mode))
ON_DEMAND(void, speex_bits_init, (SpeexBits *bits), (bits))
ON_DEMAND(void, speex_bits_destroy, (SpeexBits *bits), (bits))
ON_DEMAND(void, speex_bits_reset, (SpeexBits *bits), (bits))
ON_DEMAND(void, speex_bits_read_from, (SpeexBits *bits, const char *in, int size), (bits, in, size))
ON_DEMAND(void, speex_bits_insert_terminator, (SpeexBits *bits), (bits))
ON_DEMAND(int, speex_bits_write, (SpeexBits *bits, char *out, int size), (bits, out, size))
ON_DEMAND(void *, speex_decoder_init, (const SpeexMode *mode), (mode))
ON_DEMAND(void, speex_decoder_destroy, (void *state), (state))
ON_DEMAND(int, speex_decode_int, (void *state, SpeexBits *bits, spx_int16_t *out), (state, bits, out))
ON_DEMAND(void *, speex_encoder_init, (const SpeexMode *mode), (mode))
ON_DEMAND(void, speex_encoder_destroy, (void *state), (state))
ON_DEMAND(int, speex_encoder_ctl, (void *state, int request, void *value), (state, request, value))
ON_DEMAND(int, speex_encode_int, (void *state, spx_int16_t *in, SpeexBits *bits), (state, in, bits))

// What the tests ask libspeex for, and the product does not.
ON_DEMAND(int, speex_bits_remaining, (SpeexBits *bits), (bits))
