internal import Cryptography

/// Derives session keys from a master key (RFC 3711, section 4.3; RFC 6188, section 3; RFC 7714, section 11).
///
/// The key derivation rate is 0, as it is with everybody: session keys last as long as the master key.
struct KeyDerivation: ~Copyable {
  /// What a session key is for (RFC 3711, section 4.3.2).
  enum Label: UInt8 {
    case encryption = 0
    case authentication = 1
    case salt = 2
    case rtcpEncryption = 3
    case rtcpAuthentication = 4
    case rtcpSalt = 5
  }

  private var cipher: AESCounterMode
  private let suite: CryptoSuite
  private let secret: SecretBytes

  init(_ secret: SecretBytes, suite: CryptoSuite) throws(CryptographyError) {
    cipher = try AESCounterMode(key: secret.bytes.extracting(first: suite.keyBytes))
    (self.secret, self.suite) = (secret, suite)
  }

  /// A session key of `count` bytes.
  mutating func key(_ label: Label, count: Int) -> SecretBytes {
    let counter = counter(label)
    return SecretBytes(count: count) { key in _ = cipher.apply(from: counter, to: &key) }
  }

  /// The salt of 14 bytes, or of 12 and two zeros, with the label in the place of 7 bytes from its end.
  private func counter(_ label: Label) -> InlineArray<16, UInt8> {
    var counter = InlineArray<16, UInt8>(repeating: 0)
    let salt = secret.bytes.extracting(last: suite.saltBytes)
    for index in salt.indices { counter[index] = salt[index] }
    counter[7] ^= label.rawValue
    return counter
  }
}
