import Audio
import TestSupport
import ToneSignals
import Tones

/// What a fresh detector hears, the samples fed in blocks of `block` frames.
func hear(_ samples: [Int16], rate: Int = 8000, block: Int = .max) -> [DetectedDigit] {
  var detector = DTMFDetector(sampleRate: rate)
  var position = 0
  while position < samples.count {
    let end = position + min(block, samples.count - position)
    detector.process(samples.span.extracting(position..<end))
    position = end
  }
  detector.finish()
  return detector.takeDigits()
}

func nearMisses(_ samples: [Int16]) -> [NearMiss] {
  var detector = DTMFDetector(sampleRate: 8000, explains: true)
  detector.process(samples.span)
  detector.finish()
  return detector.nearMisses
}

/// Presses of `keying` with `pause` seconds after each, 0.1 s of silence before the first.
func keyed(
  _ digits: String, _ keying: Keying = Keying(), pause: Double = 0.1, rate: Int = 8000,
  seed: UInt64 = 1
) -> Signal {
  var random = Randomness(spreading: seed)
  var signal = Signal(rate: rate)
  signal.silence(0.1)
  for digit in digits.compactMap({ DTMFDigit($0) }) {
    signal.press(digit, keying, &random)
    signal.silence(pause)
  }
  return signal
}
