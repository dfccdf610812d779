// write-floor TRACE FOLDER STREAMS: the floor of the whole job for PCMU. Reads and walks the trace, and
// writes a file a stream of the size that its WAV has, in blocks of 16,384 frames; no sample is decoded.
#include "walk.h"

enum { wav_header = 44, block_bytes = 2 * 16384, frames_per_packet = 160 };

struct stream {
  int file;
  uint32_t first, end;  // RTP timestamps
  uint64_t written;
};

static struct stream *streams;
static uint32_t count;
static const char *folder;
static char block[block_bytes];

static void put(struct stream *stream, size_t bytes) {
  for (size_t done = 0; done < bytes;) {
    ssize_t put = write(stream->file, block + done, bytes - done);
    if (put < 0) fail("write");
    done += (size_t)put;
  }
  stream->written += bytes;
}

static uint64_t waiting(const struct stream *stream) {
  return wav_header + 2ull * (stream->end - stream->first) - stream->written;
}

static void begin(struct stream *stream, uint32_t number, uint32_t timestamp) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%08x.wav", folder, ssrc_base | number);
  stream->file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (stream->file < 0) fail(path);
  stream->first = stream->end = timestamp;
  put(stream, wav_header);
}

static void account(const uint8_t *frame, uint32_t length) {
  (void)length;
  uint32_t number = stream_of(frame), timestamp = timestamp_of(frame);
  if (number >= count) {
    fprintf(stderr, "write-floor: stream %u of %u\n", number, count);
    exit(65);
  }
  struct stream *stream = streams + number;
  if (stream->file == 0) begin(stream, number, timestamp);
  if (timestamp + frames_per_packet > stream->end) stream->end = timestamp + frames_per_packet;
  if (waiting(stream) >= block_bytes) put(stream, block_bytes);
}

int main(int argc, char **argv) {
  if (argc != 4) return 64;
  folder = argv[2];
  count = (uint32_t)atoi(argv[3]);
  streams = allocated(count, sizeof *streams);
  uint64_t packets = walk(argv[1], account), bytes = 0;
  for (uint32_t number = 0; number < count; number++) {
    struct stream *stream = streams + number;
    if (stream->file == 0) continue;
    while (waiting(stream) > 0) {
      put(stream, waiting(stream) < block_bytes ? waiting(stream) : block_bytes);
    }
    bytes += stream->written;
    close(stream->file);
  }
  printf("%lu packets, %lu bytes\n", packets, bytes);
}
