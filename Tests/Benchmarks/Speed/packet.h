// What the loops need of a trace that `generate` made: little-endian pcap in microseconds, and frames of
// Ethernet, IPv4 without options, UDP and a 12-byte RTP header.
#ifndef PACKET_H
#define PACKET_H
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  file_header = 24,
  record_header = 16,
  network_headers = 14 + 20 + 8,
  rtp_header = 12,
  headers = network_headers + rtp_header,
  // The low bits of an SSRC are the number of its stream, so that a loop needs no table to find it.
  stream_bits = 20,
  ssrc_base = 0x52100000,
};

static inline uint16_t big16(const uint8_t *bytes) { return (uint16_t)(bytes[0] << 8 | bytes[1]); }

static inline uint32_t big32(const uint8_t *bytes) {
  return (uint32_t)big16(bytes) << 16 | big16(bytes + 2);
}

static inline uint32_t stream_of(const uint8_t *frame) {
  return big32(frame + network_headers + 8) & ((1u << stream_bits) - 1);
}

static inline uint32_t timestamp_of(const uint8_t *frame) { return big32(frame + network_headers + 4); }

static inline void fail(const char *what) {
  perror(what);
  exit(74);
}

static inline void *allocated(size_t count, size_t size) {
  void *memory = calloc(count, size);
  if (!memory) fail("calloc");
  return memory;
}
#endif
