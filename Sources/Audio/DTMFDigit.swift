/// A digit of dual-tone multi-frequency signalling: one of the sixteen keys of ITU-T Q.23.
///
/// The raw value is the digit's event code (RFC 4733, table 3).
package enum DTMFDigit: UInt8, Sendable, Hashable, CaseIterable {
  case zero, one, two, three, four, five, six, seven, eight, nine, star, hash, a, b, c, d

  /// What the digits are written as, in the order of their event codes.
  private static let characters = Array("0123456789*#ABCD")

  /// Reads a digit, letters in upper case only; nil for what is none of the sixteen.
  package init?(_ character: Character) {
    guard let code = Self.characters.firstIndex(of: character) else { return nil }
    self.init(rawValue: UInt8(code))
  }

  /// The digit as it is written: `0` to `9`, `*`, `#`, `A` to `D`.
  package var character: Character { Self.characters[Int(rawValue)] }
}

extension DTMFDigit: CustomStringConvertible {
  package var description: String { String(character) }
}

extension DTMFDigit {
  /// A character that is none of the sixteen digits.
  package struct Unknown: Error, Equatable {
    package let character: Character
  }

  /// Reads digits in a row, such as `1234#`; throws the first character that is none.
  package static func digits(of text: some StringProtocol) throws(Unknown) -> [DTMFDigit] {
    var digits: [DTMFDigit] = []
    for character in text {
      guard let digit = DTMFDigit(character) else { throw Unknown(character: character) }
      digits.append(digit)
    }
    return digits
  }
}

extension Sequence<DTMFDigit> {
  /// The digits in a row, as they are dialled: `1234#`.
  package var text: String { String(map(\.character)) }
}
