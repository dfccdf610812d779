/// The dual-tone multi-frequency code of ITU-T Q.23.
package enum DTMF {
  /// Hz; a digit's row on the keypad.
  package static let lowGroup = [697.0, 770, 852, 941]
  /// Hz; a digit's column on the keypad.
  package static let highGroup = [1209.0, 1336, 1477, 1633]

  private static let keypad: [Character] = Array("123A456B789C*0#D")

  /// The digit of row × 4 + column, each from 0.
  static func digit(at index: Int) -> Character { keypad[index] }

  /// The two frequencies of a digit in Hz; nil for what is no DTMF digit.
  package static func frequencies(of digit: Character) -> (low: Double, high: Double)? {
    guard let key = keypad.firstIndex(of: digit) else { return nil }
    return (lowGroup[key / 4], highGroup[key % 4])
  }
}
