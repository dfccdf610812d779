package import Audio
import Tones

/// Digits to be sent: when, for how long, how loud.
package struct DigitPress: Sendable {
  package let digit: DTMFDigit
  /// Seconds from the start of the media.
  package let start: Double
  /// Seconds that it is held.
  package let length: Double
  /// dBm0 of the low tone; an event's volume says the same.
  package let level: Double
  /// dB by which the high tone is louder.
  package let twist: Double

  var end: Double { start + length }

  /// Reads `1234#@2s[,on=100ms][,off=100ms][,level=-10][,twist=2]`.
  package static func parse(_ text: String) throws(SynthesisError) -> [DigitPress] {
    func wrong(_ sentence: String) -> SynthesisError { .argument("--dtmf '\(text)': \(sentence)") }
    let words = text.split(separator: ",", omittingEmptySubsequences: false)
    let halves = words[0].split(separator: "@", omittingEmptySubsequences: false)
    guard halves.count == 2, let start = Quantity.seconds(halves[1]) else {
      throw wrong("takes DIGITS@TIME, such as 1234#@2s,on=100ms,off=100ms")
    }
    let digits = try DTMFDigit.parse(halves[0], wrong)
    var (on, off, level, twist) = (0.1, 0.1, -10.0, DTMF.usualTwist)
    for word in words.dropFirst() {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let value = parts.count == 2 ? parts[1] : ""
      switch parts[0] {
      case "on", "off":
        guard let seconds = Quantity.seconds(value), parts[0] == "off" || seconds > 0 else {
          throw wrong("\(parts[0])= takes a length such as 100ms")
        }
        if parts[0] == "on" { on = seconds } else { off = seconds }
      case "level", "twist":
        guard let decibels = Quantity.decibels(value), (-63...63).contains(decibels) else {
          throw wrong("\(parts[0])= takes decibels such as -10")
        }
        if parts[0] == "level" { level = decibels } else { twist = decibels }
      default: throw wrong("'\(word)' is unknown; there are on= off= level= twist=")
      }
    }
    guard (-63...0).contains(level) else {
      throw wrong("level= takes -63 to 0 dBm0, which an event can say")
    }
    let length = start + Double(digits.count) * (on + off)
    guard length <= PromptSegment.longest else { throw wrong("ends after more than an hour") }
    return digits.enumerated().map { index, digit in
      DigitPress(
        digit: digit, start: start + Double(index) * (on + off), length: on, level: level,
        twist: twist)
    }
  }

  /// The presses of several sequences in order; they may not overlap.
  package static func merged(
    _ sequences: [[DigitPress]]
  ) throws(SynthesisError) -> [DigitPress] {
    let all = sequences.flatMap { $0 }.sorted { $0.start < $1.start }
    for (press, next) in zip(all, all.dropFirst()) where next.start < press.end - 1e-9 {
      throw .argument(
        "--dtmf: \(next.digit) at \(Quantity.text(next.start)) s begins before \(press.digit) at "
          + "\(Quantity.text(press.start)) s ends")
    }
    return all
  }
}

/// How digits are sent.
package enum DigitSignalling: String, CaseIterable, Sendable {
  case events, inband, both

  var usesEvents: Bool { self != .inband }
  var usesTones: Bool { self != .events }
}
