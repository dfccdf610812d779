// read-walk TRACE: what it takes to see every record, without libpcap.
#include "walk.h"

static uint64_t bytes;

static void count(const uint8_t *frame, uint32_t length) {
  bytes += length + frame[length - 1];
}

int main(int argc, char **argv) {
  if (argc != 2) return 64;
  uint64_t packets = walk(argv[1], count);
  printf("%lu packets, %lu\n", packets, bytes);
}
