import Audio
import Glibc
import TestSupport
import ToneSignals

/// Sounds that hold no digit: made here, or read from files.
enum Talk {
  /// A WAV file of 16-bit mono PCM, at 8 kHz; nil for anything else.
  static func wav(_ path: String) -> [Int16]? {
    guard let file = unsafe fopen(path, "rb") else { return nil }
    defer { unsafe _ = fclose(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe block.withUnsafeMutableBytes {
        unsafe fread($0.baseAddress, 1, 1 << 16, file)
      }
      if count == 0 { break }
      bytes.append(contentsOf: block[..<count])
    }
    func number(_ at: Int, _ size: Int) -> Int {
      guard at + size <= bytes.count else { return 0 }
      return (0..<size).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) }
    }
    guard bytes.count > 44, bytes[0] == 0x52 else { return nil }
    var at = 12, rate = 0, samples: [Int16] = []
    while at + 8 <= bytes.count {
      let size = min(number(at + 4, 4), bytes.count - at - 8)
      if bytes[at] == 0x66, bytes[at + 1] == 0x6D {
        guard number(at + 10, 2) == 1, number(at + 22, 2) == 16 else { return nil }
        rate = number(at + 12, 4)
      } else if bytes[at] == 0x64, bytes[at + 1] == 0x61 {
        samples = stride(from: at + 8, to: at + 7 + size, by: 2).map {
          Int16(truncatingIfNeeded: number($0, 2))
        }
      }
      at += 8 + size + size % 2
    }
    return rate == 8000 || rate == 0 ? samples : resample(samples, from: rate, to: 8000)
  }

  static func resample(_ samples: [Int16], from: Int, to: Int) -> [Int16] {
    guard from != to, var resampler = try? Resampler(from: from, to: to, channels: 1) else {
      return samples
    }
    var output: [Int16] = []
    try? resampler.process(samples.span, into: &output)
    try? resampler.finish(into: &output)
    return output
  }

  /// Two or more sines in turn: sequences of (frequencies, seconds).
  static func sequence(_ steps: [([Double], Double)], level: Double, _ random: inout Randomness)
    -> [Int16]
  {
    var signal = Signal(rate: 8000)
    for (frequencies, seconds) in steps {
      var part = Signal(rate: 8000)
      part.silence(seconds)
      for frequency in frequencies { part.addTone(frequency, dBm0: level, &random) }
      signal.samples += part.samples
    }
    return signal.pcm(.mu)
  }

  /// Signals of the network and of machines, each some minutes.
  static func signals(_ random: inout Randomness, minutes: Double) -> [(
    name: String, samples: [Int16]
  )] {
    func many(_ step: (inout Randomness) -> [([Double], Double)]) -> [Int16] {
      var steps: [([Double], Double)] = []
      var seconds = 0.0
      while seconds < 60 * minutes {
        let some = step(&random)
        seconds += some.reduce(0) { $0 + $1.1 }
        steps += some
      }
      return sequence(steps, level: -12, &random)
    }
    func pick(_ values: [Double], _ count: Int, _ random: inout Randomness) -> [Double] {
      var left = values
      return (0..<count).map { _ in left.remove(at: random.below(left.count)) }
    }
    func v21(_ low: Double, _ high: Double) -> [Int16] {
      many { random in [([random.below(2) == 0 ? low : high], 1 / 300.0)] }
    }
    return [
      (
        "R1 MF",
        many { random in
          [(pick([700, 900, 1100, 1300, 1500, 1700], 2, &random), 0.068), ([], 0.068)]
        }
      ),
      (
        "R2 forward",
        many { random in
          [(pick([1380, 1500, 1620, 1740, 1860, 1980], 2, &random), 0.1), ([], 0.08)]
        }
      ),
      (
        "R2 backward",
        many { random in [(pick([540, 660, 780, 900, 1020, 1140], 2, &random), 0.1), ([], 0.08)] }
      ),
      (
        "call progress",
        many { random in
          [
            ([350, 440], 0.7), ([480, 620], 0.5), ([], 0.5), ([440, 480], 1), ([425], 0.5),
            ([], 0.3),
            ([913.8], 0.38), ([1428.5], 0.38), ([1776.7], 0.38), ([985.2], 0.38), ([1370.6], 0.38),
            ([400, 450], 0.4), ([1400], 0.5), ([2600], 0.2), ([1004], 0.4), ([697], 0.1),
            ([1209], 0.1), ([], 0.2),
          ]
        }
      ),
      ("fax", many { random in [([1100], 0.5), ([], 1), ([2100], 1)] }),
      ("V.21 low", v21(980, 1180)), ("V.21 high", v21(1650, 1850)),
      ("siren", siren(&random, minutes)), ("music", music(&random, minutes)),
    ]
  }

  private static func siren(_ random: inout Randomness, _ minutes: Double) -> [Int16] {
    var signal = Signal(rate: 8000)
    signal.silence(60 * minutes)
    var phases = [0.0, 0.0]
    for n in signal.samples.indices {
      let t = Double(n) / 8000
      let frequencies = [
        900 + 500 * sin(2 * .pi * 0.3 * t), 1500 + 400 * sin(2 * .pi * (0.7 + 0.01 * t) * t),
      ]
      for k in 0..<2 {
        phases[k] += 2 * .pi * frequencies[k] / 8000
        signal.samples[n] += 4000 * sin(phases[k])
      }
    }
    return signal.pcm(.a)
  }

  /// Chords and melodies of notes with a few partials, struck or held.
  private static func music(_ random: inout Randomness, _ minutes: Double) -> [Int16] {
    var signal = Signal(rate: 8000)
    signal.silence(60 * minutes)
    for _ in 0..<Int(minutes * 60 * 6) {
      let start = random.below(signal.samples.count)
      let note = 220 * pow(2, Double(random.below(36)) / 12)
      let length = Int(random.within(0.1...1.2) * 8000)
      let partials = 1 + random.below(6)
      let held = random.below(2) == 0
      let loudness = random.within(500...5000)
      for k in 1...partials where note * Double(k) < 3800 {
        let phase = random.within(0...6.28),
          amplitude = loudness / pow(Double(k), random.within(0.3...1.5))
        for n in 0..<min(length, signal.samples.count - start) {
          let shape =
            held
            ? min(1, min(Double(n), Double(length - n)) / 80) : exp(-4 * Double(n) / Double(length))
          signal.samples[start + n] +=
            amplitude * shape * sin(2 * .pi * note * Double(k) * Double(n) / 8000 + phase)
        }
      }
    }
    return signal.pcm(.mu)
  }
}
