// decode-loop [-p PROCESSES] opus|g722 TRACE STREAMS [FOLDER]: the bare loop over libpcap and the codec's
// library, in order of capture, a decoder a stream. With FOLDER each stream's PCM is written there, in blocks
// of 16,384 frames. With -p each of several processes decodes its share of the streams.
#include <fcntl.h>
#include <opus/opus.h>
#include <pcap/pcap.h>
#include <spandsp/telephony.h>
#include <spandsp/g722.h>
#include <sys/wait.h>
#include <unistd.h>

#include "packet.h"

enum { block_frames = 16384, most_frames = 5760, opus_rate = 48000, g722_bits = 64000 };

struct stream {
  OpusDecoder *opus;
  g722_decode_state_t *g722;
  int file, held;
  int16_t *pcm;  // its block, and room for one more packet
};

static const char *folder;

static void flush(struct stream *stream, int frames) {
  size_t bytes = 2 * (size_t)frames;
  if (folder && write(stream->file, stream->pcm, bytes) != (ssize_t)bytes) fail("write");
  stream->held -= frames;
  memmove(stream->pcm, stream->pcm + frames, 2 * (size_t)stream->held);
}

static void begin(struct stream *stream, uint32_t number, int is_opus) {
  stream->pcm = allocated(block_frames + most_frames, 2);
  int status = 0;
  if (is_opus) stream->opus = opus_decoder_create(opus_rate, 1, &status);
  else stream->g722 = g722_decode_init(NULL, g722_bits, 0);
  if (status) fail("opus_decoder_create");
  if (!folder) return;
  char path[4096];
  snprintf(path, sizeof path, "%s/%08x.wav", folder, ssrc_base | number);
  stream->file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (stream->file < 0) fail(path);
}

// Decodes every stream whose number leaves `share` when divided by `shares`.
static int decode(int is_opus, const char *path, uint32_t count, uint32_t share, uint32_t shares) {
  struct stream *streams = allocated(count, sizeof *streams);
  char message[PCAP_ERRBUF_SIZE];
  pcap_t *trace = pcap_open_offline(path, message);
  if (!trace) fail(message);
  struct pcap_pkthdr *header;
  const u_char *bytes;
  uint64_t packets = 0, frames = 0;
  while (pcap_next_ex(trace, &header, &bytes) == 1) {
    uint32_t number = stream_of(bytes);
    if (number >= count) return 65;
    if (number % shares != share) continue;
    struct stream *stream = streams + number;
    if (!stream->pcm) begin(stream, number, is_opus);
    const uint8_t *payload = bytes + headers;
    int length = (int)header->caplen - headers;
    int16_t *pcm = stream->pcm + stream->held;
    int got = is_opus ? opus_decode(stream->opus, payload, length, pcm, most_frames, 0)
                      : g722_decode(stream->g722, pcm, payload, length);
    if (got < 0) return 65;
    packets++;
    frames += (uint64_t)got;
    stream->held += got;
    if (stream->held >= block_frames) flush(stream, block_frames);
  }
  for (uint32_t number = 0; number < count; number++) {
    if (streams[number].pcm) flush(streams + number, streams[number].held);
  }
  printf("%lu packets, %lu frames\n", packets, frames);
  return 0;
}

int main(int argc, char **argv) {
  int shares = 1, option, failures = 0, status;
  while ((option = getopt(argc, argv, "p:")) == 'p') shares = atoi(optarg);
  argv += optind;
  argc -= optind;
  if (option != -1 || argc < 3 || shares < 1) return 64;
  folder = argc > 3 ? argv[3] : NULL;
  int is_opus = strcmp(argv[0], "opus") == 0;
  uint32_t count = (uint32_t)atoi(argv[2]);
  for (int share = 1; share < shares; share++) {
    pid_t child = fork();
    if (child < 0) fail("fork");
    if (child == 0) return decode(is_opus, argv[1], count, (uint32_t)share, (uint32_t)shares);
  }
  failures += decode(is_opus, argv[1], count, 0, (uint32_t)shares) != 0;
  while (wait(&status) > 0) failures += status != 0;
  return failures ? 65 : 0;
}
