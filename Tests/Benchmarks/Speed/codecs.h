// The decoders of the libraries, each as bare as a loop can have it: a payload of one packet to samples of 16 bits.
#ifndef CODECS_H
#define CODECS_H
#include <bcg729/decoder.h>
#include <opencore-amrnb/interf_dec.h>
#include <opencore-amrwb/dec_if.h>
#include <opus/opus.h>
#include <spandsp/telephony.h>
#include <spandsp/bit_operations.h>
#include <spandsp/g722.h>
#include <spandsp/g726.h>
#include <spandsp/gsm0610.h>
#include <spandsp/ima_adpcm.h>
#include <spandsp/lpc10.h>
#include <speex/speex.h>

#include "packet.h"

enum { most_samples = 5760 };  // of a payload: 120 ms of Opus

// What opens a decoder, and what decodes a payload of so many bytes by it to at most `most_samples`: returns their
// number, which is negative where the payload is damaged.
struct codec {
  const char *name;
  void *(*open)(void);
  int (*decode)(void *decoder, const uint8_t *payload, int length, int16_t *pcm);
};

static void *open_opus(void) {
  int status;
  return opus_decoder_create(48000, 1, &status);
}
static int decode_opus(void *decoder, const uint8_t *payload, int length, int16_t *pcm) {
  return opus_decode(decoder, payload, length, pcm, most_samples, 0);
}

static void *open_g722(void) { return g722_decode_init(NULL, 64000, 0); }
static int decode_g722(void *decoder, const uint8_t *payload, int length, int16_t *pcm) {
  return g722_decode(decoder, pcm, payload, length);
}

static void *open_gsm(void) { return gsm0610_init(NULL, GSM0610_PACKING_VOIP); }
static int decode_gsm(void *decoder, const uint8_t *payload, int length, int16_t *pcm) {
  return gsm0610_decode(decoder, pcm, payload, length);
}

static void *open_g726(void) { return g726_init(NULL, 32000, G726_ENCODING_LINEAR, G726_PACKING_RIGHT); }
static int decode_g726(void *decoder, const uint8_t *payload, int length, int16_t *pcm) {
  return g726_decode(decoder, pcm, payload, length);
}

static void *open_dvi4(void) { return ima_adpcm_init(NULL, IMA_ADPCM_DVI4, 0); }
static int decode_dvi4(void *decoder, const uint8_t *payload, int length, int16_t *pcm) {
  return ima_adpcm_decode(decoder, pcm, payload, length);
}

static void *open_lpc(void) { return lpc10_decode_init(NULL, 1); }
static int decode_lpc(void *decoder, const uint8_t *payload, int length, int16_t *pcm) {
  return lpc10_decode(decoder, pcm, payload, length);
}

static void *open_g729(void) { return initBcg729DecoderChannel(); }
static int decode_g729(void *decoder, const uint8_t *payload, int length, int16_t *pcm) {
  enum { bytes = 10, samples = 80 };
  int frames = length / bytes;
  for (int n = 0; n < frames; n++) {
    bcg729Decoder(decoder, payload + n * bytes, bytes, 0, 0, 0, pcm + n * samples);
  }
  return frames * samples;
}

// One frame, octet-aligned (RFC 4867, section 4.4): behind the first byte it is as files hold it.
static int decode_amr(void *decoder, const uint8_t *payload, int length, int16_t *pcm) {
  (void)length;
  Decoder_Interface_Decode(decoder, payload + 1, pcm, 0);
  return 160;
}
static int decode_amr_wb(void *decoder, const uint8_t *payload, int length, int16_t *pcm) {
  (void)length;
  D_IF_decode(decoder, payload + 1, pcm, 0);
  return 320;
}

struct speex {
  void *decoder;
  SpeexBits bits;
  int samples;
};
static void *open_speex(const SpeexMode *mode) {
  struct speex *speex = allocated(1, sizeof *speex);
  speex->decoder = speex_decoder_init(mode);
  speex_bits_init(&speex->bits);
  speex_decoder_ctl(speex->decoder, SPEEX_GET_FRAME_SIZE, &speex->samples);
  return speex;
}
static void *open_speex_nb(void) { return open_speex(speex_lib_get_mode(SPEEX_MODEID_NB)); }
static void *open_speex_wb(void) { return open_speex(speex_lib_get_mode(SPEEX_MODEID_WB)); }
// One frame.
static int decode_speex(void *decoder, const uint8_t *payload, int length, int16_t *pcm) {
  struct speex *speex = decoder;
  speex_bits_read_from(&speex->bits, (const char *)payload, length);
  return speex_decode_int(speex->decoder, &speex->bits, pcm) ? -1 : speex->samples;
}

static void *open_l24(void) { return allocated(1, 1); }
static int decode_l24(void *decoder, const uint8_t *payload, int length, int16_t *pcm) {
  (void)decoder;
  for (int n = 0; n < length / 3; n++) {
    int upper = (int16_t)big16(payload + 3 * n) + (payload[3 * n + 2] >> 7);
    pcm[n] = (int16_t)(upper > INT16_MAX ? INT16_MAX : upper);
  }
  return length / 3;
}

static const struct codec codecs[] = {
  {"opus", open_opus, decode_opus},
  {"g722", open_g722, decode_g722},
  {"gsm", open_gsm, decode_gsm},
  {"g726", open_g726, decode_g726},
  {"dvi4", open_dvi4, decode_dvi4},
  {"lpc", open_lpc, decode_lpc},
  {"g729", open_g729, decode_g729},
  {"amr", Decoder_Interface_init, decode_amr},
  {"amr-wb", D_IF_init, decode_amr_wb},
  {"speex", open_speex_nb, decode_speex},
  {"speex-wb", open_speex_wb, decode_speex},
  {"l24", open_l24, decode_l24},
};

static inline const struct codec *codec_named(const char *name) {
  for (size_t n = 0; n < sizeof codecs / sizeof *codecs; n++) {
    if (strcmp(codecs[n].name, name) == 0) return codecs + n;
  }
  fprintf(stderr, "no codec '%s'\n", name);
  exit(64);
}
#endif
