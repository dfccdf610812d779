// decode-loop [-p PROCESSES] CODEC TRACE STREAMS [FOLDER]: the bare loop over libpcap and the codec's library, in
// order of capture, a decoder a stream. CODEC is one of codecs.h. With FOLDER each stream's PCM is written there, in
// blocks of 16,384 samples. With -p each of several processes decodes its share of the streams.
#include <fcntl.h>
#include <pcap/pcap.h>
#include <sys/wait.h>
#include <unistd.h>

#include "codecs.h"

enum { block_samples = 16384 };

struct stream {
  void *decoder;
  int file, held;
  int16_t *pcm;  // its block, and room for one more packet
};

static const char *folder;

static void flush(struct stream *stream, int samples) {
  size_t bytes = 2 * (size_t)samples;
  if (folder && write(stream->file, stream->pcm, bytes) != (ssize_t)bytes) fail("write");
  stream->held -= samples;
  memmove(stream->pcm, stream->pcm + samples, 2 * (size_t)stream->held);
}

static void begin(struct stream *stream, uint32_t number, const struct codec *codec) {
  stream->pcm = allocated(block_samples + most_samples, 2);
  stream->decoder = codec->open();
  if (!stream->decoder) fail(codec->name);
  if (!folder) return;
  char path[4096];
  snprintf(path, sizeof path, "%s/%08x.wav", folder, ssrc_base | number);
  stream->file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (stream->file < 0) fail(path);
}

// Decodes every stream whose number leaves `share` when divided by `shares`.
static int decode(
    const struct codec *codec, const char *path, uint32_t count, uint32_t share, uint32_t shares) {
  struct stream *streams = allocated(count, sizeof *streams);
  char message[PCAP_ERRBUF_SIZE];
  pcap_t *trace = pcap_open_offline(path, message);
  if (!trace) fail(message);
  struct pcap_pkthdr *header;
  const u_char *bytes;
  uint64_t packets = 0, samples = 0;
  while (pcap_next_ex(trace, &header, &bytes) == 1) {
    uint32_t number = stream_of(bytes);
    if (number >= count) return 65;
    if (number % shares != share) continue;
    struct stream *stream = streams + number;
    if (!stream->pcm) begin(stream, number, codec);
    int length = (int)header->caplen - headers;
    int got = codec->decode(stream->decoder, bytes + headers, length, stream->pcm + stream->held);
    if (got < 0) return 65;
    packets++;
    samples += (uint64_t)got;
    stream->held += got;
    if (stream->held >= block_samples) flush(stream, block_samples);
  }
  for (uint32_t number = 0; number < count; number++) {
    if (streams[number].pcm) flush(streams + number, streams[number].held);
  }
  printf("%lu packets, %lu samples\n", packets, samples);
  return 0;
}

int main(int argc, char **argv) {
  int shares = 1, option, failures = 0, status;
  while ((option = getopt(argc, argv, "p:")) == 'p') shares = atoi(optarg);
  argv += optind;
  argc -= optind;
  if (option != -1 || argc < 3 || shares < 1) return 64;
  folder = argc > 3 ? argv[3] : NULL;
  const struct codec *codec = codec_named(argv[0]);
  uint32_t count = (uint32_t)atoi(argv[2]);
  for (int share = 1; share < shares; share++) {
    pid_t child = fork();
    if (child < 0) fail("fork");
    if (child == 0) return decode(codec, argv[1], count, (uint32_t)share, (uint32_t)shares);
  }
  failures += decode(codec, argv[1], count, 0, (uint32_t)shares) != 0;
  while (wait(&status) > 0) failures += status != 0;
  return failures ? 65 : 0;
}
