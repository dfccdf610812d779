// generate CODEC STREAMS PACKETS [NAME=VALUE]... >TRACE: writes a trace of RTP streams.
// Equal arguments give equal bytes. CODEC is pcmu, g722, opus, or a trace of one stream, as `rtp2wav synth` writes it,
// whose payloads are taken; PACKETS is what each stream sends.
//
//   at-once=N      streams that run at a time (all)
//   lost=N         packets of 10,000 that are lost (0)
//   reordered=N    packets of 10,000 that come `depth` packets late (0)
//   depth=N        (1)
//   format=pcapng  (pcap)
//   microseconds=N that a packet lasts (20,000)
#include <opus/opus.h>
#include <spandsp/telephony.h>
#include <spandsp/bit_operations.h>
#include <spandsp/g711.h>
#include <spandsp/g722.h>

#include "speech.h"
#include "walk.h"

enum {
  packets_a_second = 50,  // of what is encoded here
  most_payloads = 1000 * speech_seconds,
  most_payload = 400,
  whole_at_the_edges = 8,  // the first and last packets of a stream arrive, in order
  start_seconds = 1700000000,
};

static struct {
  const char *codec;
  uint32_t streams, packets, at_once, lost, reordered, depth, microseconds;
  int is_pcapng;
} shape = {.depth = 1, .microseconds = 1000000 / packets_a_second};

static uint8_t payloads[most_payloads][most_payload];
static uint32_t lengths[most_payloads];
static uint32_t loop;  // of that many payloads, which every stream enters at a place of its own
static int payload_type;
static uint32_t ticks_a_packet;

// A draw for one packet of one stream, whatever else was drawn.
static uint32_t draw(uint32_t stream, uint32_t packet, uint32_t purpose) {
  uint64_t x = ((uint64_t)stream << 34 | (uint64_t)packet << 2 | purpose) + 0x9E3779B97F4A7C15u;
  x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;  // splitmix64
  x = (x ^ x >> 27) * 0x94D049BB133111EBu;
  return (uint32_t)(x >> 33);
}

static void take(const uint8_t *frame, uint32_t length) {
  static uint32_t last;
  uint32_t bytes = length - headers;
  if (length <= headers || bytes > most_payload || loop == most_payloads) fail(shape.codec);
  memcpy(payloads[loop], frame + headers, bytes);
  lengths[loop++] = bytes;
  payload_type = frame[network_headers + 1] & 0x7F;
  ticks_a_packet = timestamp_of(frame) - last;
  last = timestamp_of(frame);
}

static void encode(void) {
  int is_opus = strcmp(shape.codec, "opus") == 0, is_g722 = strcmp(shape.codec, "g722") == 0;
  int rate = is_opus ? 48000 : is_g722 ? 16000 : 8000, frames = rate / packets_a_second;
  payload_type = is_opus ? 111 : is_g722 ? 9 : 0;
  ticks_a_packet = is_opus ? 960 : 160;
  int16_t *pcm = allocated((size_t)rate * speech_seconds, sizeof *pcm);
  speak(pcm, rate);
  int status = 0;
  OpusEncoder *opus = is_opus ? opus_encoder_create(rate, 1, OPUS_APPLICATION_VOIP, &status) : NULL;
  if (status) fail("opus_encoder_create");
  if (is_opus) opus_encoder_ctl(opus, OPUS_SET_BITRATE(32000));
  g722_encode_state_t *g722 = is_g722 ? g722_encode_init(NULL, 64000, 0) : NULL;
  loop = speech_seconds * packets_a_second;
  for (uint32_t n = 0; n < loop; n++) {
    int16_t *from = pcm + n * (uint32_t)frames;
    int length = frames;
    if (is_opus) length = opus_encode(opus, from, frames, payloads[n], most_payload);
    else if (is_g722) length = g722_encode(g722, payloads[n], from, frames);
    else for (int k = 0; k < frames; k++) payloads[n][k] = linear_to_ulaw(from[k]);
    if (length <= 0) fail("encode");
    lengths[n] = (uint32_t)length;
  }
}

static void store16(uint8_t *to, uint32_t value) {
  to[0] = (uint8_t)(value >> 8);
  to[1] = (uint8_t)value;
}

static void store32(uint8_t *to, uint32_t value) {
  store16(to, value >> 16);
  store16(to + 2, value);
}

static void put(const void *bytes, size_t count) {
  if (fwrite(bytes, 1, count, stdout) != count) fail("generate");
}

static void put_file_header(void) {
  uint32_t pcap[6] = {0xA1B2C3D4, 2 | 4 << 16, 0, 0, 262144, 1};
  uint32_t section[7] = {0x0A0D0D0A, 28, 0x1A2B3C4D, 1, ~0u, ~0u, 28};
  uint32_t interface[5] = {1, 20, 1, 262144, 20};
  if (!shape.is_pcapng) return put(pcap, sizeof pcap);
  put(section, sizeof section);
  put(interface, sizeof interface);
}

static void put_record(uint64_t microseconds, const uint8_t *frame, uint32_t length) {
  if (!shape.is_pcapng) {
    uint32_t header[4] = {
      (uint32_t)(microseconds / 1000000), (uint32_t)(microseconds % 1000000), length, length};
    put(header, sizeof header);
    return put(frame, length);
  }
  uint32_t padded = (length + 3) & ~3u, total = 32 + padded;
  uint32_t header[7] = {
    6, total, 0, (uint32_t)(microseconds >> 32), (uint32_t)microseconds, length, length};
  put(header, sizeof header);
  put(frame, length);
  put("\0\0", padded - length);
  put(&total, sizeof total);
}

static void put_packet(uint32_t stream, uint32_t packet, uint64_t microseconds) {
  uint8_t frame[headers + most_payload] = {
    2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0,                        // Ethernet
    0x45, 0xB8, 0, 0, 0, 0, 0x40, 0, 64, 17, 0, 0, 10, 1, 0, 0, 10, 2, 0, 1,  // IPv4
  };
  uint32_t at = (draw(stream, 0, 2) + packet) % loop, length = lengths[at];
  uint8_t *ip = frame + 14, *udp = ip + 20, *rtp = udp + 8;
  store16(ip + 2, 20 + 8 + rtp_header + length);
  store16(ip + 4, packet);
  store16(ip + 14, stream / 100);
  uint32_t sum = 0;
  for (int k = 0; k < 20; k += 2) sum += big16(ip + k);
  sum = (sum & 0xFFFF) + (sum >> 16);
  store16(ip + 10, ~((sum & 0xFFFF) + (sum >> 16)));
  store16(udp, 20000 + 2 * (stream % 100));
  store16(udp + 2, 40000 + 2 * (stream % 100));
  store16(udp + 4, 8 + rtp_header + length);
  rtp[0] = 0x80;
  rtp[1] = (uint8_t)(payload_type | (packet == 0) << 7);
  store16(rtp + 2, (draw(stream, 0, 3) & 0x3FFF) + packet);
  store32(rtp + 4, (draw(stream, 1, 3) & 0xFFFFF) + packet * ticks_a_packet);
  store32(rtp + 8, ssrc_base | stream);
  memcpy(rtp + rtp_header, payloads[at], length);
  put_record(microseconds, frame, headers + length);
}

static int is_inside(uint32_t packet) {
  return packet >= whole_at_the_edges &&
         (uint64_t)packet + shape.depth + whole_at_the_edges < shape.packets;
}

static int is_lost(uint32_t stream, uint32_t packet) {
  return is_inside(packet) && draw(stream, packet, 0) % 10000 < shape.lost;
}

static int is_late(uint32_t stream, uint32_t packet) {
  return is_inside(packet) && draw(stream, packet, 1) % 10000 < shape.reordered;
}

// What a stream's next slot brings: its packet, unless that is lost or late, and one that was late.
static void put_slot(uint32_t stream, uint32_t packet, uint64_t microseconds) {
  if (!is_lost(stream, packet) && !is_late(stream, packet)) put_packet(stream, packet, microseconds);
  if (packet < shape.depth) return;
  uint32_t late = packet - shape.depth;
  if (is_late(stream, late) && !is_lost(stream, late)) put_packet(stream, late, microseconds + 1);
}

static void put_streams(void) {
  uint64_t slot = shape.microseconds;
  uint32_t first = 0, end = 0;
  for (uint64_t tick = 0; first < shape.streams; tick++) {
    while (end < shape.streams && (uint64_t)end * shape.packets / shape.at_once <= tick) end++;
    for (uint32_t stream = first; stream < end; stream++) {
      uint64_t packet = tick - (uint64_t)stream * shape.packets / shape.at_once;
      uint64_t within = (uint64_t)(stream - first) * slot / (shape.at_once + 1);
      put_slot(stream, (uint32_t)packet, start_seconds * 1000000ull + tick * slot + within);
    }
    while (first < end && (uint64_t)first * shape.packets / shape.at_once + shape.packets <= tick + 1) {
      first++;
    }
  }
}

static void usage(void) {
  fprintf(stderr, "generate CODEC STREAMS PACKETS [at-once=N] [lost=N] [reordered=N] [depth=N] "
                  "[format=pcapng] [microseconds=N]\n");
  exit(64);
}

int main(int argc, char **argv) {
  if (argc < 4) usage();
  shape.codec = argv[1];
  shape.at_once = shape.streams = (uint32_t)atoi(argv[2]);
  shape.packets = (uint32_t)atoi(argv[3]);
  for (int at = 4; at < argc; at++) {
    if (sscanf(argv[at], "at-once=%u", &shape.at_once) == 1) continue;
    if (sscanf(argv[at], "lost=%u", &shape.lost) == 1) continue;
    if (sscanf(argv[at], "reordered=%u", &shape.reordered) == 1) continue;
    if (sscanf(argv[at], "depth=%u", &shape.depth) == 1) continue;
    if (sscanf(argv[at], "microseconds=%u", &shape.microseconds) == 1) continue;
    if (strcmp(argv[at], "format=pcapng") != 0) usage();
    shape.is_pcapng = 1;
  }
  if (!shape.streams || !shape.packets || !shape.at_once || shape.streams >> stream_bits) usage();
  setvbuf(stdout, NULL, _IOFBF, 1 << 20);
  if (strchr(shape.codec, '/')) walk(shape.codec, take);
  else encode();
  if (!loop) usage();
  put_file_header();
  put_streams();
  if (fflush(stdout)) fail("generate");
}
