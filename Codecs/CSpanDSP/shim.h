// The umbrella header wants libtiff; these are the parts that are used, in the order they need.
#include <stdint.h>
#include <spandsp/telephony.h>
#include <spandsp/g711.h>
#include <spandsp/g722.h>
