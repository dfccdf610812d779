/// A key that a user gives: `[SSRC=][SUITE:]KEY`, the key in base64, in hexadecimal, or as it stands in an SDP.
package struct KeyOption: Hashable, Sendable {
  /// The stream that the key is for; nil for any.
  package let ssrc: UInt32?
  package let keys: [MasterKey]

  /// Reads the option; also with a whole `a=crypto` line in the place of suite and key.
  package init(_ text: some StringProtocol) throws(SRTPError) {
    var rest = Self.trimmed(Substring(text))
    ssrc = try Self.takeSSRC(from: &rest)
    if rest.contains(where: \.isWhitespace) {
      keys = try CryptoAttribute(rest).keys
      return
    }
    let suite = try Self.takeSuite(from: &rest)
    let key = try InlineKey(InlineKey.text(rest) ?? rest)
    keys = [try MasterKey(key.secret, suite: suite, identifier: key.identifier)]
  }

  /// Takes `SSRC=`, which the padding of base64 at the end is not.
  private static func takeSSRC(from text: inout Substring) throws(SRTPError) -> UInt32? {
    guard let sign = text.firstIndex(of: "=") else { return nil }
    let number = text[..<sign]
    let rest = text[text.index(after: sign)...]
    // `a=crypto:…`.
    if number.lowercased() == "a" { return nil }
    let isHexadecimal = number.lowercased().hasPrefix("0x")
    let digits = isHexadecimal ? number.dropFirst(2) : number
    if digits.allSatisfy(\.isHexDigit), rest.contains(where: { $0 != "=" && $0 != "|" }),
      let ssrc = UInt32(digits, radix: isHexadecimal ? 16 : 10)
    {
      text = trimmed(rest)
      return ssrc
    }
    // Behind the padding of a key may stand its lifetime and its identifier.
    guard rest.prefix(while: { $0 != "|" }).allSatisfy({ $0 == "=" }) else { throw .unreadableSSRC }
    return nil
  }

  private static func takeSuite(from text: inout Substring) throws(SRTPError) -> CryptoSuite? {
    let key = text.prefix { $0 != "|" }
    guard let colon = key.firstIndex(of: ":"), InlineKey.text(text) == nil else { return nil }
    // Hexadecimal with colons.
    if key.allSatisfy({ $0.isHexDigit || $0 == ":" }) { return nil }
    let suite = try CryptoSuite.named(text[..<colon])
    text = text[text.index(after: colon)...]
    return suite
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
