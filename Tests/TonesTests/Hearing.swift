import Audio
import CSpanDSPTones
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

/// What libspandsp's dtmf_rx hears in 8 kHz audio: the second witness.
func hearBySpandsp(_ samples: [Int16]) -> String {
  guard let state = unsafe dtmf_rx_init(nil, nil, nil) else { return "" }
  defer { unsafe _ = dtmf_rx_free(state) }
  var letters = [CChar](repeating: 0, count: 128)
  unsafe samples.withUnsafeBufferPointer { buffer in
    guard let base = buffer.baseAddress else { return }
    _ = unsafe dtmf_rx(state, base, Int32(buffer.count))
  }
  let count = unsafe letters.withUnsafeMutableBufferPointer {
    unsafe Int(dtmf_rx_get(state, $0.baseAddress, 127))
  }
  return String(letters[..<count].map { Character(UnicodeScalar(UInt8(bitPattern: $0))) })
}

/// Presses of `keying` with `pause` seconds after each, 0.1 s of silence before the first.
func keyed(
  _ digits: String, _ keying: Keying = Keying(), pause: Double = 0.1, rate: Int = 8000,
  seed: UInt64 = 1
) -> Signal {
  var random = Random(seed)
  var signal = Signal(rate: rate)
  signal.silence(0.1)
  for digit in digits.compactMap({ DTMFDigit($0) }) {
    signal.press(digit, keying, &random)
    signal.silence(pause)
  }
  return signal
}
