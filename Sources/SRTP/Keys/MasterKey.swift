package import Cryptography

/// A master key with its salt, the suites it may be for, and what was said with it.
package struct MasterKey: Hashable, Sendable {
  /// The key, and behind it the salt.
  package let secret: SecretBytes
  /// The suites to try: the one that was said, or all of the key's length.
  package let suites: [CryptoSuite]
  /// The identifier that packets under this key carry, where one was said.
  package let identifier: MasterKeyIdentifier?
  package let parameters: SessionParameters

  /// Throws where no suite has keys of this length.
  package init(
    _ secret: SecretBytes, suite: CryptoSuite? = nil, identifier: MasterKeyIdentifier? = nil,
    parameters: SessionParameters = []
  ) throws(SRTPError) {
    suites = suite.map { [$0] } ?? CryptoSuite.suites(masterBytes: secret.count)
    guard suites.first?.masterBytes == secret.count else {
      throw .keyLength(secret.count, suite: suite)
    }
    self.secret = secret
    self.identifier = identifier
    self.parameters = parameters
  }
}

extension MasterKey {
  /// The keys of both sides from what a DTLS handshake exports (RFC 5764, section 4.2); nil where it is too short.
  ///
  /// The client's key is what the client sends by.
  package static func pair(
    exported material: Span<UInt8>, suite: CryptoSuite
  ) throws(SRTPError) -> (client: MasterKey, server: MasterKey)? {
    let (key, salt) = (suite.keyBytes, suite.saltBytes)
    guard material.count >= 2 * (key + salt) else { return nil }
    return (
      try side(material, suite, key: 0, salt: 2 * key),
      try side(material, suite, key: key, salt: 2 * key + salt)
    )
  }

  private static func side(
    _ material: Span<UInt8>, _ suite: CryptoSuite, key: Int, salt: Int
  ) throws(SRTPError) -> MasterKey {
    let secret = SecretBytes(count: suite.masterBytes) { bytes in
      for index in 0..<suite.keyBytes { bytes[index] = material[key + index] }
      for index in 0..<suite.saltBytes { bytes[suite.keyBytes + index] = material[salt + index] }
    }
    return try MasterKey(secret, suite: suite)
  }
}
