#include <stdbool.h>
#include <stdint.h>
// The headers want their functions visible, which those of a door are not.
#define visibility(name)
#include <bcg729/decoder.h>
#include <bcg729/encoder.h>
#undef visibility

// Whether the library can be loaded.
bool libbcg729_is_there(void);
