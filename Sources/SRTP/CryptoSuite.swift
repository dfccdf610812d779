/// A crypto-suite of SRTP by its name in SDP: which cipher with what key, and the length of the tag.
///
/// RFC 4568, section 6.2 (AES_CM_128), RFC 6188 (192 and 256 bits), RFC 7714 (AEAD), RFC 5764, section 4.1.2 (NULL).
package enum CryptoSuite: String, CaseIterable, Sendable {
  case aes128CM80 = "AES_CM_128_HMAC_SHA1_80"
  case aes128CM32 = "AES_CM_128_HMAC_SHA1_32"
  case aes128GCM = "AEAD_AES_128_GCM"
  case aes192CM80 = "AES_192_CM_HMAC_SHA1_80"
  case aes192CM32 = "AES_192_CM_HMAC_SHA1_32"
  case aes256GCM = "AEAD_AES_256_GCM"
  case aes256CM80 = "AES_256_CM_HMAC_SHA1_80"
  case aes256CM32 = "AES_256_CM_HMAC_SHA1_32"
  case null80 = "NULL_HMAC_SHA1_80"
  case null32 = "NULL_HMAC_SHA1_32"

  /// How it encrypts and authenticates.
  enum Transform {
    case null, counterMode, galoisCounterMode
  }

  var transform: Transform {
    switch self {
    case .null80, .null32: .null
    case .aes128GCM, .aes256GCM: .galoisCounterMode
    default: .counterMode
    }
  }

  /// The length of the master key and of the session's, in bytes.
  ///
  /// What encrypts nothing derives by 128 bits, too.
  package var keyBytes: Int {
    switch self {
    case .aes128CM80, .aes128CM32, .aes128GCM, .null80, .null32: 16
    case .aes192CM80, .aes192CM32: 24
    case .aes256CM80, .aes256CM32, .aes256GCM: 32
    }
  }

  /// The length of the master salt and of the session's, in bytes.
  package var saltBytes: Int { transform == .galoisCounterMode ? 12 : 14 }

  /// The length of master key and salt, which stand in SDP as one, in bytes.
  package var masterBytes: Int { keyBytes + saltBytes }

  /// The length of the tag of an RTP packet, in bytes.
  package var tagBytes: Int {
    switch self {
    case .aes128CM32, .aes192CM32, .aes256CM32, .null32: 4
    case .aes128GCM, .aes256GCM: 16
    default: 10
    }
  }

  /// The length of the tag of an RTCP packet: never the short one (RFC 4568, section 6.2.2), in bytes.
  package var rtcpTagBytes: Int { max(10, tagBytes) }

  /// The number of the protection profile in a DTLS handshake, where it has one (RFC 5764, section 4.1.2; RFC 7714,
  /// section 14.2).
  package var profileNumber: UInt16? {
    switch self {
    case .aes128CM80: 1
    case .aes128CM32: 2
    case .null80: 5
    case .null32: 6
    case .aes128GCM: 7
    case .aes256GCM: 8
    default: nil
    }
  }

  /// The suite of a protection profile of DTLS; nil for one that is not known.
  package init?(profileNumber: UInt16) {
    guard let suite = Self.allCases.first(where: { $0.profileNumber == profileNumber }) else {
      return nil
    }
    self = suite
  }
}
