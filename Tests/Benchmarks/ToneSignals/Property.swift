package import Audio
import Glibc
package import TestSupport

/// What one line of the table measures: a family of signals made from a seed.
package struct Property: Sendable, CustomStringConvertible {
  package typealias Maker = @Sendable (Int, inout Randomness) -> (signal: Signal, law: Law)

  package let name: String
  /// Least share of the presses to be heard, or of the signals to be left alone.
  package let goal: Double
  /// A goal beyond what any standard asks.
  package var isStretch = false
  /// Whether the presses must be heard (else: whatever is heard is false).
  package var mustHear = true
  /// Whether every detector is run on it; else ours alone (it is told of lost frames).
  package var peers = true
  package let count: Int
  package let make: Maker

  package var description: String { name }

  init(
    name: String, goal: Double = 1, isStretch: Bool = false, mustHear: Bool = true,
    peers: Bool = true, count: Int, make: @escaping Maker
  ) {
    self.name = name
    self.goal = goal
    self.isStretch = isStretch
    self.mustHear = mustHear
    self.peers = peers
    self.count = count
    self.make = make
  }

  /// The signal at `index` of the family that `seed` makes.
  package func signal(_ index: Int, seed: UInt64) -> (signal: Signal, law: Law) {
    var random = Randomness(
      spreading:
        seed &* 1_000_003 &+ UInt64(index) &* 7919 &+ UInt64(name.utf8.count) &* 104_729)
    return make(index, &random)
  }
}

/// All digits, in the order of the keypad.
package let digits = "123A456B789C*0#D".compactMap { DTMFDigit($0) }

/// A signal of a few presses with pauses around them, coded by one of the laws in turn.
func presses(
  _ index: Int, _ random: inout Randomness, rate: Int = 8000, number: Int = 2, pause: Double = 0.08,
  law: Law? = nil, _ keying: (inout Randomness) -> Keying,
  then: (inout Signal, inout Randomness) -> Void = { _, _ in }
) -> (signal: Signal, law: Law) {
  var signal = Signal(rate: rate)
  signal.silence(0.08 + 0.02 * random.unit())
  for number in 0..<number {
    signal.press(digits[(index + 5 * number) % 16], keying(&random), &random)
    signal.silence(pause + 0.01 * random.unit())
  }
  signal.silence(0.08)
  then(&signal, &random)
  return (signal, law ?? [Law.linear, .mu, .a][(index / 16) % 3])
}

/// The mean square of a pair of tones of this level each.
func pairPower(_ level: Double) -> Double {
  let amplitude = Signal.amplitude(level)
  return amplitude * amplitude
}

/// A keying of 50…110 ms at −22…−5 dBm0, changed.
func tone(_ change: @escaping (inout Keying) -> Void) -> (inout Randomness) -> Keying {
  { random in
    var keying = Keying(duration: random.within(0.05...0.11), level: random.within(-22 ... -5))
    change(&keying)
    return keying
  }
}
