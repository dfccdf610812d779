internal import Cryptography

/// The session keys of RTP, or of RTCP, under one master key.
struct SessionKeys: Sendable {
  /// The length of the key of HMAC-SHA1, in bytes (RFC 3711, section 5.2).
  static let authenticationBytes = 20

  /// Whether they are for RTP or for RTCP.
  enum Use {
    case rtp, rtcp
  }

  let suite: CryptoSuite
  let encryption: SecretBytes
  let authentication: SecretBytes
  let salt: SecretBytes
}

extension SessionKeys {
  init(_ secret: SecretBytes, suite: CryptoSuite, for use: Use) throws(CryptographyError) {
    self.suite = suite
    var derivation = try KeyDerivation(secret, suite: suite)
    let isRTP = use == .rtp
    encryption = derivation.key(isRTP ? .encryption : .rtcpEncryption, count: suite.keyBytes)
    authentication = derivation.key(
      isRTP ? .authentication : .rtcpAuthentication, count: Self.authenticationBytes)
    salt = derivation.key(isRTP ? .salt : .rtcpSalt, count: suite.saltBytes)
  }
}
