// Something with the spectrum, the syllables and the pauses of speech, so that codecs have their usual work.
#ifndef SPEECH_H
#define SPEECH_H
#include <math.h>
#include <stdint.h>

enum { speech_seconds = 20 };

// xorshift (Marsaglia 2003): the same numbers everywhere.
static inline uint32_t chance(uint32_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 17;
  *state ^= *state << 5;
  return *state;
}

// Fills `pcm` with `speech_seconds` at `rate` Hz; a voice of about 120 Hz, five vowels, and sibilants.
static inline void speak(int16_t *pcm, int rate) {
  static const double formants[5][3] = {
    {730, 1090, 2440}, {270, 2290, 3010}, {300, 870, 2240}, {530, 1840, 2480}, {570, 840, 2410},
  };
  enum { harmonics = 28 };
  double weights[harmonics] = {0}, phase = 0, pitch = 120;
  uint32_t state = 0x2545F491;
  int syllable = rate * 9 / 50, is_voiced = 1;
  for (int n = 0; n < rate * speech_seconds; n++) {
    if (n % syllable == 0) {
      uint32_t draw = chance(&state);
      const double *vowel = formants[draw % 5];
      is_voiced = draw >> 8 & 7;  // one syllable of eight is a pause or a sibilant
      pitch = 95 + (draw >> 16 & 63);
      for (int k = 0; k < harmonics; k++) {
        weights[k] = 0;
        for (int f = 0; f < 3; f++) {
          double distance = (pitch * (k + 1) - vowel[f]) / (60.0 + 40.0 * f);
          weights[k] += 1 / ((1 + f) * (1 + distance * distance));
        }
      }
    }
    double envelope = sin(M_PI * (n % syllable) / syllable), sample = 0;
    phase += 2 * M_PI * pitch * (1 + 0.02 * sin(2 * M_PI * 5.5 * n / rate)) / rate;
    if (phase > 2 * M_PI) phase -= 2 * M_PI;
    if (is_voiced) {
      for (int k = 0; k < harmonics && pitch * (k + 1) < 3600; k++) {
        sample += weights[k] * sin(phase * (k + 1));
      }
    }
    double noise = (double)chance(&state) / UINT32_MAX - 0.5;
    sample = 3000 * envelope * sample + (is_voiced ? 60 : 1500 * envelope) * noise;
    pcm[n] = (int16_t)(sample > 32000 ? 32000 : sample < -32000 ? -32000 : sample);
  }
}
#endif
