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

ON_DEMAND(plc_state_t *, plc_init, (plc_state_t *state), (state))
ON_DEMAND(int, plc_rx, (plc_state_t *state, int16_t *samples, int count), (state, samples, count))
ON_DEMAND(int, plc_fillin, (plc_state_t *state, int16_t *samples, int count), (state, samples, count))
ON_DEMAND(int, plc_free, (plc_state_t *state), (state))
