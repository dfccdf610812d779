// What is used of libavcodec, for codecs that nobody else has. Its headers are not needed: what they say of these
// functions has been the same from version 58 on (FFmpeg 4 to 8).
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct AVCodec AVCodec;
typedef struct AVCodecContext AVCodecContext;
typedef struct AVPacket AVPacket;
typedef struct AVDictionary AVDictionary;

// The first fields of a frame, which applications may read (libavutil/frame.h).
typedef struct AVFrame {
  uint8_t *data[8];
  int linesize[8];
  uint8_t **extended_data;
  int width, height;
  int nb_samples;
  int format;
} AVFrame;

const AVCodec *avcodec_find_decoder_by_name(const char *name);
AVCodecContext *avcodec_alloc_context3(const AVCodec *codec);
int avcodec_open2(AVCodecContext *context, const AVCodec *codec, AVDictionary **options);
void avcodec_free_context(AVCodecContext **context);
int avcodec_send_packet(AVCodecContext *context, const AVPacket *packet);
int avcodec_receive_frame(AVCodecContext *context, AVFrame *frame);
AVPacket *av_packet_alloc(void);
void av_packet_free(AVPacket **packet);
void av_packet_unref(AVPacket *packet);
int av_packet_from_data(AVPacket *packet, uint8_t *data, int size);

// Of libavutil, which libavcodec brings along.
AVFrame *av_frame_alloc(void);
void av_frame_free(AVFrame **frame);
void *av_mallocz(size_t size);
void av_free(void *pointer);
int av_opt_set(void *object, const char *name, const char *value, int search_flags);
int av_opt_set_int(void *object, const char *name, int64_t value, int search_flags);
void av_log_set_level(int level);

// Whether a version of the library can be loaded that is one of these.
bool libavcodec_is_there(void);

enum {
  // Zeros that the library wants behind what it decodes (libavcodec/defs.h).
  LIBAV_PADDING = 64,
  // A sample format of 16 bits, interleaved or not (libavutil/samplefmt.h).
  LIBAV_S16 = 1,
  LIBAV_S16_PLANAR = 6,
  // No message of the library is for the user (libavutil/log.h).
  LIBAV_QUIET = -8,
};
