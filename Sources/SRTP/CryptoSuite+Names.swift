extension CryptoSuite {
  /// The suite of a name as people write it: in any case and order of words, with or without `HMAC`, `AEAD`, `SRTP_`.
  ///
  /// Drafts and makers have `AES_CM_256_…`, DTLS has `SRTP_AES128_CM_HMAC_SHA1_80`, OpenSSL `SRTP_AES128_CM_SHA1_80`.
  package init?(name: some StringProtocol) {
    guard name.utf8.count <= Self.longestName else { return nil }
    let words = Self.words(name)
    guard let suite = Self.allCases.first(where: { Self.words($0.rawValue) == words }) else {
      return nil
    }
    self = suite
  }

  /// The suite of a name; throws where it has none.
  package static func named(_ name: some StringProtocol) throws(SRTPError) -> CryptoSuite {
    guard let suite = CryptoSuite(name: name) else {
      throw .unknownSuite(isName(name) ? String(name) : nil)
    }
    return suite
  }

  private static let longestName = 48

  private static func words(_ name: some StringProtocol) -> Set<String> {
    var words = Set<String>()
    for word in name.uppercased().split(whereSeparator: { $0 == "_" || $0 == "-" }) {
      if word.hasPrefix("AES"), word.utf8.count > 3 {
        words.formUnion(["AES", String(word.dropFirst(3))])
      } else {
        words.insert(String(word))
      }
    }
    return words.subtracting(["SRTP", "HMAC", "AEAD"])
  }

  /// The suites that a key of this length (with its salt, in bytes) may be for, the most usual first.
  ///
  /// Those that encrypt nothing are not among them: they have the tags of others, so that nothing would tell them apart.
  package static func suites(masterBytes: Int) -> [CryptoSuite] {
    allCases.filter { $0.masterBytes == masterBytes && $0.transform != .null }
  }

  /// Whether text can be quoted as the name of a suite: nobody's key looks like that.
  private static func isName(_ text: some StringProtocol) -> Bool {
    text.utf8.count <= longestName && text.split(separator: "_").count >= 3
      && text.utf8.allSatisfy { byte in
        (0x41...0x5a).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5f
      }
  }
}
