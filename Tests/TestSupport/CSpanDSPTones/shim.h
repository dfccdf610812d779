// For tests and benchmarks only: the second witness on DTMF, G.711 as somebody else does it, and a bare plc.
#include <stdint.h>
#include <stddef.h>
#include <spandsp/telephony.h>
#include <spandsp/g711.h>
#include <spandsp/logging.h>
#include <spandsp/fast_convert.h>
#include <spandsp/async.h>
#include <spandsp/complex.h>
#include <spandsp/queue.h>
#include <spandsp/dc_restore.h>
#include <spandsp/power_meter.h>
#include <spandsp/tone_generate.h>
#include <spandsp/super_tone_rx.h>
#include <spandsp/tone_detect.h>
#include <spandsp/dtmf.h>
#include <spandsp/plc.h>
