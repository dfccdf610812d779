// speech RATE >WAV: what is spoken in traces of codecs that `rtp2wav synth` encodes.
#include "packet.h"
#include "speech.h"

int main(int argc, char **argv) {
  uint32_t rate = argc == 2 ? (uint32_t)atoi(argv[1]) : 0, bytes = 2 * rate * speech_seconds;
  if (!rate) return 64;
  int16_t *pcm = allocated(rate, 2 * speech_seconds);
  speak(pcm, (int)rate);
  uint32_t header[11] = {
    0x46464952, 36 + bytes, 0x45564157,                                // RIFF, WAVE
    0x20746D66, 16, 1 | 1 << 16, rate, 2 * rate, 2 | 16 << 16,         // fmt: PCM, mono, 16 bits
    0x61746164, bytes,                                                 // data
  };
  if (fwrite(header, sizeof header, 1, stdout) != 1 || fwrite(pcm, bytes, 1, stdout) != 1) fail("speech");
}
