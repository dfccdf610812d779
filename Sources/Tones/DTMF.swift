package import Audio

/// The dual-tone multi-frequency code of ITU-T Q.23.
package enum DTMF {
  /// Hz; a digit's row on the keypad.
  package static let lowGroup = [697.0, 770, 852, 941]
  /// Hz; a digit's column on the keypad.
  package static let highGroup = [1209.0, 1336, 1477, 1633]

  /// The keypad, row by row.
  private static let keypad: [DTMFDigit] = [
    .one, .two, .three, .a,
    .four, .five, .six, .b,
    .seven, .eight, .nine, .c,
    .star, .zero, .hash, .d,
  ]

  /// Where each digit stands on the keypad, by its event code.
  private static let keys: [Int] = {
    var keys = [Int](repeating: 0, count: keypad.count)
    for (key, digit) in keypad.enumerated() { keys[Int(digit.rawValue)] = key }
    return keys
  }()

  /// The digit of a key: its row × 4 + its column, each from 0.
  static func digit(at key: Int) -> DTMFDigit { keypad[key] }

  /// The two frequencies of a digit in Hz.
  package static func frequencies(of digit: DTMFDigit) -> (low: Double, high: Double) {
    let key = keys[Int(digit.rawValue)]
    return (lowGroup[key / 4], highGroup[key % 4])
  }
}
