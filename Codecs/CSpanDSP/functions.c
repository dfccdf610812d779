#include "shim.h"

#include <on_demand.h>

#define LIBRARY "libspandsp.so.2"

ON_DEMAND_PROBE(libspandsp_is_there)

ON_DEMAND(g722_encode_state_t *, g722_encode_init,
          (g722_encode_state_t *state, int rate, int options), (state, rate, options))
ON_DEMAND(int, g722_encode, (g722_encode_state_t *state, uint8_t *out, const int16_t *in, int count),
          (state, out, in, count))
ON_DEMAND(int, g722_encode_free, (g722_encode_state_t *state), (state))
ON_DEMAND(g722_decode_state_t *, g722_decode_init,
          (g722_decode_state_t *state, int rate, int options), (state, rate, options))
ON_DEMAND(int, g722_decode, (g722_decode_state_t *state, int16_t *out, const uint8_t *in, int count),
          (state, out, in, count))
ON_DEMAND(int, g722_decode_free, (g722_decode_state_t *state), (state))

ON_DEMAND(gsm0610_state_t *, gsm0610_init, (gsm0610_state_t *state, int packing), (state, packing))
ON_DEMAND(int, gsm0610_encode, (gsm0610_state_t *state, uint8_t *out, const int16_t *in, int count),
          (state, out, in, count))
ON_DEMAND(int, gsm0610_decode, (gsm0610_state_t *state, int16_t *out, const uint8_t *in, int count),
          (state, out, in, count))
ON_DEMAND(int, gsm0610_free, (gsm0610_state_t *state), (state))

ON_DEMAND(lpc10_encode_state_t *, lpc10_encode_init, (lpc10_encode_state_t *state, int correction),
          (state, correction))
ON_DEMAND(int, lpc10_encode, (lpc10_encode_state_t *state, uint8_t *out, const int16_t *in, int count),
          (state, out, in, count))
ON_DEMAND(int, lpc10_encode_free, (lpc10_encode_state_t *state), (state))
ON_DEMAND(lpc10_decode_state_t *, lpc10_decode_init, (lpc10_decode_state_t *state, int correction),
          (state, correction))
ON_DEMAND(int, lpc10_decode, (lpc10_decode_state_t *state, int16_t *out, const uint8_t *in, int count),
          (state, out, in, count))
ON_DEMAND(int, lpc10_decode_free, (lpc10_decode_state_t *state), (state))

ON_DEMAND(plc_state_t *, plc_init, (plc_state_t *state), (state))
ON_DEMAND(int, plc_rx, (plc_state_t *state, int16_t *samples, int count), (state, samples, count))
ON_DEMAND(int, plc_fillin, (plc_state_t *state, int16_t *samples, int count), (state, samples, count))
ON_DEMAND(int, plc_free, (plc_state_t *state), (state))
