#include "shim.h"

#include <on_demand.h>

#define LIBRARY "libavcodec.so.59 libavcodec.so.61 libavcodec.so.60 libavcodec.so.62 libavcodec.so.58"

ON_DEMAND_PROBE(libavcodec_is_there)

ON_DEMAND(const AVCodec *, avcodec_find_decoder_by_name, (const char *name), (name))
ON_DEMAND(AVCodecContext *, avcodec_alloc_context3, (const AVCodec *codec), (codec))
ON_DEMAND(int, avcodec_open2,
          (AVCodecContext *context, const AVCodec *codec, AVDictionary **options),
          (context, codec, options))
ON_DEMAND(void, avcodec_free_context, (AVCodecContext **context), (context))
ON_DEMAND(int, avcodec_send_packet, (AVCodecContext *context, const AVPacket *packet),
          (context, packet))
ON_DEMAND(int, avcodec_receive_frame, (AVCodecContext *context, AVFrame *frame), (context, frame))
ON_DEMAND(AVPacket *, av_packet_alloc, (void), ())
ON_DEMAND(void, av_packet_free, (AVPacket **packet), (packet))
ON_DEMAND(void, av_packet_unref, (AVPacket *packet), (packet))
ON_DEMAND(int, av_packet_from_data, (AVPacket *packet, uint8_t *data, int size),
          (packet, data, size))

ON_DEMAND(AVFrame *, av_frame_alloc, (void), ())
ON_DEMAND(void, av_frame_free, (AVFrame **frame), (frame))
ON_DEMAND(void *, av_mallocz, (size_t size), (size))
ON_DEMAND(void, av_free, (void *pointer), (pointer))
ON_DEMAND(int, av_opt_set,
          (void *object, const char *name, const char *value, int search_flags),
          (object, name, value, search_flags))
ON_DEMAND(int, av_opt_set_int, (void *object, const char *name, int64_t value, int search_flags),
          (object, name, value, search_flags))
ON_DEMAND(void, av_log_set_level, (int level), (level))
