/// Why a key that a user or an SDP gave cannot be used.
///
/// No text of it holds any part of a key.
package enum SRTPError: Error, Equatable {
  /// A key with its salt has so many bytes, which is not what the suite, or any suite, has.
  case keyLength(Int, suite: CryptoSuite?)
  /// Neither base64 nor hexadecimal.
  case notAKey
  /// A suite that is not known; its name, where it looks like one.
  case unknownSuite(String?)
  /// Not the value of an `a=crypto`.
  case unreadableAttribute
  /// Not the value of an `a=crypto`: keys are not given `inline:`.
  case unknownKeyMethod
  /// Not the identifier of a master key.
  case unreadableIdentifier
  /// What stands before `=` is no SSRC.
  case unreadableSSRC
  /// More keys in one line than anybody needs.
  case tooManyKeys(limit: Int)
}

extension SRTPError: CustomStringConvertible {
  /// The sentence for the user.
  package var description: String {
    switch self {
    case .keyLength(let bytes, let suite?):
      "a key for \(suite.rawValue) has \(Self.lengths(suite)); this has \(bytes)"
        + Self.explanation(of: bytes, instead: suite)
    case .keyLength(let bytes, nil):
      "a key with its salt has \(Self.allLengths) bytes; this has \(bytes)"
        + Self.explanation(of: bytes, instead: nil)
    case .notAKey:
      "not a key: a key and its salt are base64, hexadecimal digits, or what follows inline: in an SDP"
    case .unknownSuite(let name):
      (name.map { "crypto-suite \($0) is not known" } ?? "no crypto-suite has this name")
        + "; known are "
        + CryptoSuite.allCases.map(\.rawValue).joined(separator: ", ")
    case .unreadableAttribute:
      "not the value of an a=crypto: expected a tag, a crypto-suite and a key, "
        + "as in 1 \(CryptoSuite.aes128CM80.rawValue) inline:KEY"
    case .unknownKeyMethod: "an a=crypto must have its key behind inline:"
    case .unreadableIdentifier:
      "a master key identifier is VALUE:LENGTH, of 1 to \(MasterKeyIdentifier.mostBytes) bytes, as in 1:4"
    case .unreadableSSRC:
      "expected [SSRC=][SUITE:]KEY; an SSRC is decimal, or hexadecimal as in 0x1a2b3c4d"
    case .tooManyKeys(let limit): "more than \(limit) keys in one a=crypto"
    }
  }

  private static func lengths(_ suite: CryptoSuite) -> String {
    let bytes = suite.masterBytes
    return "\(bytes) bytes (\((bytes + 2) / 3 * 4) characters of base64 or \(2 * bytes) of hex)"
  }

  private static var allLengths: String {
    let lengths = Set(CryptoSuite.allCases.map(\.masterBytes)).sorted().map { bytes in
      "\(bytes) (\(CryptoSuite.suites(masterBytes: bytes).first?.rawValue ?? ""))"
    }
    return lengths.dropLast().joined(separator: ", ") + " or " + (lengths.last ?? "")
  }

  /// What a key of this length is, where anything is known.
  private static func explanation(of bytes: Int, instead suite: CryptoSuite?) -> String {
    let others = CryptoSuite.suites(masterBytes: bytes)
    if let other = others.first(where: { $0.tagBytes == suite?.tagBytes }) ?? others.first {
      return ": that is \(other.rawValue)"
    }
    let keys = suite.map { [$0.keyBytes] } ?? CryptoSuite.allCases.map(\.keyBytes)
    return keys.contains(bytes) ? ": the salt, which belongs behind the key, is missing" : ""
  }
}
