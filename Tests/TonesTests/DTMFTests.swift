import Audio
import Testing
import Tones

@Suite("The DTMF code")
struct DTMFTests {
  /// The keypad of ITU-T Q.23, figure 1.
  static let keypad: [(digit: Character, low: Double, high: Double)] = [
    ("1", 697, 1209), ("2", 697, 1336), ("3", 697, 1477), ("A", 697, 1633),
    ("4", 770, 1209), ("5", 770, 1336), ("6", 770, 1477), ("B", 770, 1633),
    ("7", 852, 1209), ("8", 852, 1336), ("9", 852, 1477), ("C", 852, 1633),
    ("*", 941, 1209), ("0", 941, 1336), ("#", 941, 1477), ("D", 941, 1633),
  ]

  @Test("each key has the frequencies of ITU-T Q.23", arguments: keypad)
  func frequencies(_ character: Character, _ low: Double, _ high: Double) throws {
    let pair = DTMF.frequencies(of: try #require(DTMFDigit(character)))
    #expect(pair.low == low)
    #expect(pair.high == high)
  }
}
