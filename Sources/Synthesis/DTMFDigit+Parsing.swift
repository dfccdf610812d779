import Audio

extension DTMFDigit {
  /// Reads the digits of an argument, letters in either case; `wrong` makes an error of a sentence.
  static func parse(
    _ text: Substring, _ wrong: (String) -> SynthesisError
  ) throws(SynthesisError) -> [DTMFDigit] {
    guard !text.isEmpty else { throw wrong("has no digits") }
    do throws(Unknown) {
      return try digits(of: text.uppercased())
    } catch {
      throw wrong("'\(error.character)' is no DTMF digit; digits are 0-9 * # A B C D")
    }
  }
}
