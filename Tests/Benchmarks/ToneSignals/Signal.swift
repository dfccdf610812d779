package import Audio
import Glibc
package import TestSupport
import Tones

/// A press that a signal holds: the truth that detectors are held against.
package struct Press: Sendable {
  package let digit: DTMFDigit
  /// Frames, from the start of the signal.
  package let start: Double
  package let end: Double
}

/// How one press is keyed.
package struct Keying {
  package var duration = 0.1
  package var level = -10.0
  /// dB, high less low; the mean of both stays at `level`.
  package var twist = 0.0
  /// Factors on the nominal frequencies.
  package var low = 1.0
  package var high = 1.0
  package var ramp = 0.0

  package init(duration: Double = 0.1, level: Double = -10) {
    self.duration = duration
    self.level = level
  }
}

package enum Law: Sendable { case linear, mu, a }

/// Audio under construction, with what it holds.
package struct Signal: Sendable {
  package let rate: Int
  package var samples: [Double] = []
  package var presses: [Press] = []
  /// Frames lost, which a detector may be told of.
  package var lost: [Range<Int>] = []

  package init(rate: Int) { self.rate = rate }

  package static func amplitude(_ dBm0: Double) -> Double { 32_767 * pow(10, (dBm0 - 3.14) / 20) }

  package mutating func silence(_ seconds: Double) {
    samples += [Double](repeating: 0, count: Int((seconds * Double(rate)).rounded()))
  }

  package mutating func press(_ digit: DTMFDigit, _ keying: Keying, _ random: inout Randomness) {
    let pair = DTMF.frequencies(of: digit)
    let count = keying.duration * Double(rate)
    let fraction = random.unit()
    let start = Double(samples.count) + fraction
    let (p, q) = (random.within(0...(2 * .pi)), random.within(0...(2 * .pi)))
    let low = Self.amplitude(keying.level - keying.twist / 2)
    let high = Self.amplitude(keying.level + keying.twist / 2)
    let ramp = max(keying.ramp * Double(rate), 1e-9)
    for n in 0...Int((count + fraction).rounded(.up)) {
      let t = Double(n) - fraction
      guard t >= 0, t < count else {
        samples.append(0)
        continue
      }
      // Half the amplitude at the nominal edges is what "start" and "end" mean; a ramp begins there.
      let gain = min(1, min(t / ramp, (count - t) / ramp))
      let time = t / Double(rate)
      samples.append(
        gain
          * (low * sin(2 * .pi * pair.low * keying.low * time + p)
            + high * sin(2 * .pi * pair.high * keying.high * time + q)))
    }
    presses.append(
      Press(digit: digit, start: start + ramp / 2, end: start + count - ramp / 2))
  }

  /// White noise of this mean square.
  package mutating func addNoise(power: Double, _ random: inout Randomness) {
    let deviation = power.squareRoot()
    for n in samples.indices { samples[n] += deviation * random.normal() }
  }

  package mutating func addTone(_ frequency: Double, dBm0: Double, _ random: inout Randomness) {
    let amplitude = Self.amplitude(dBm0), phase = random.within(0...(2 * .pi))
    for n in samples.indices {
      samples[n] += amplitude * sin(2 * .pi * frequency * Double(n) / Double(rate) + phase)
    }
  }

  package mutating func addEcho(delay: Double, dB: Double) {
    let lag = Int(delay * Double(rate)), gain = pow(10, dB / 20)
    let dry = samples
    for n in stride(from: lag, to: samples.count, by: 1) { samples[n] += gain * dry[n - lag] }
  }

  package mutating func mute(_ range: Range<Int>) {
    for n in range.clamped(to: samples.indices) { samples[n] = 0 }
  }

  /// 16-bit samples, once through the law by libspandsp.
  package func pcm(_ law: Law) -> [Int16] {
    let linear = samples.map { Int16(max(-32_768, min(32_767, $0.rounded()))) }
    switch law {
    case .linear: return linear
    case .mu: return SpanDSP.quantised(linear, "PCMU")
    case .a: return SpanDSP.quantised(linear, "PCMA")
    }
  }
}
