// The umbrella header wants libtiff; these are the parts that are used, in the order they need.
#include <stdbool.h>
#include <stdint.h>
#include <spandsp/telephony.h>
#include <spandsp/g711.h>
#include <spandsp/g722.h>
#include <spandsp/gsm0610.h>
#include <spandsp/lpc10.h>
#include <spandsp/plc.h>

// Whether the library can be loaded.
bool libspandsp_is_there(void);
