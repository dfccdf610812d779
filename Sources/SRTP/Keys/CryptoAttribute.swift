internal import Cryptography

/// An `a=crypto` of SDP: the keys by which its author sends (RFC 4568, section 9.1).
///
/// The lifetime is read over, as are the key derivation rate and what concerns replays and FEC: whether a key is right
/// the tags say.
package struct CryptoAttribute: Hashable, Sendable {
  static let mostKeys = 16

  /// By which an answer names the line of the offer that it takes.
  package let tag: Int
  package let suite: CryptoSuite
  package let keys: [MasterKey]

  /// Reads what follows `a=crypto:`, or all of the line.
  package init(_ text: some StringProtocol) throws(SRTPError) {
    let words = Self.value(text).split(whereSeparator: \.isWhitespace)
    guard words.count >= 3, let tag = Int(words[0]), tag >= 0 else { throw .unreadableAttribute }
    let suite = try CryptoSuite.named(words[1])
    var parameters: SessionParameters = []
    var keyTexts: [Substring] = []
    for part in words[2...].joined(separator: ";").split(separator: ";") {
      if let key = InlineKey.text(part) {
        keyTexts.append(key)
      } else if keyTexts.isEmpty {
        throw .unknownKeyMethod
      } else if let parameter = SessionParameters(name: part) {
        parameters.insert(parameter)
      }
    }
    guard !keyTexts.isEmpty else { throw .unreadableAttribute }
    guard keyTexts.count <= Self.mostKeys else { throw .tooManyKeys(limit: Self.mostKeys) }
    var keys: [MasterKey] = []
    for text in keyTexts {
      let key = try InlineKey(text)
      keys.append(
        try MasterKey(
          key.secret, suite: suite, identifier: key.identifier, parameters: parameters))
    }
    (self.tag, self.suite, self.keys) = (tag, suite, keys)
  }

  private static func value(_ text: some StringProtocol) -> Substring {
    let text = Substring(text)
    guard let prefix = ["a=crypto:", "crypto:"].first(where: text.lowercased().hasPrefix) else {
      return text
    }
    return text.dropFirst(prefix.count)
  }
}

/// What stands behind `inline:`: a key, and perhaps its lifetime and its identifier.
struct InlineKey {
  let secret: SecretBytes
  let identifier: MasterKeyIdentifier?

  /// What stands behind `inline:`; nil where that is missing.
  static func text(_ text: Substring) -> Substring? {
    let prefix = "inline:"
    return text.lowercased().hasPrefix(prefix) ? text.dropFirst(prefix.count) : nil
  }

  init(_ text: Substring) throws(SRTPError) {
    let parts = text.split(separator: "|", omittingEmptySubsequences: false)
    secret = try SecretBytes.key(text: parts.first ?? "")
    guard let identifier = parts.dropFirst().first(where: { $0.contains(":") }) else {
      self.identifier = nil
      return
    }
    self.identifier = try MasterKeyIdentifier(text: identifier)
  }
}
