// The cheapest way through a trace: read(2) in blocks of 256 KB, and the records where they lie.
#ifndef WALK_H
#define WALK_H
#include <fcntl.h>
#include <unistd.h>

#include "packet.h"

// Calls `each` with the bytes of every packet; returns how many there were.
static inline uint64_t walk(const char *path, void (*each)(const uint8_t *frame, uint32_t length)) {
  enum { block = 256 * 1024, most = 64 * 1024 };
  static uint8_t buffer[block + most];
  int trace = open(path, O_RDONLY);
  if (trace < 0) fail(path);
  uint64_t packets = 0;
  size_t held = 0, skip = file_header;
  ssize_t got;
  while ((got = read(trace, buffer + held, block)) > 0) {
    size_t end = held + (size_t)got, at = skip;
    skip = 0;
    while (end - at >= record_header) {
      uint32_t length;
      memcpy(&length, buffer + at + 8, sizeof length);
      if (length > most - record_header) {
        fprintf(stderr, "%s: not a trace of `generate`\n", path);
        exit(65);
      }
      if (end - at - record_header < length) break;
      each(buffer + at + record_header, length);
      packets++;
      at += record_header + length;
    }
    held = end - at;
    memmove(buffer, buffer + at, held);
  }
  if (got < 0) fail(path);
  close(trace);
  return packets;
}
#endif
