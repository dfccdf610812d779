// AMR has a library for each band, and AMR-WB one more that encodes.
#include <stdbool.h>
#include <opencore-amrnb/interf_dec.h>
#include <opencore-amrnb/interf_enc.h>
#include <opencore-amrwb/dec_if.h>
#include <vo-amrwbenc/enc_if.h>

// Whether each can be loaded.
bool libopencore_amrnb_is_there(void);
bool libopencore_amrwb_is_there(void);
bool libvo_amrwbenc_is_there(void);
