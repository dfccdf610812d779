import Cryptography

/// What a cipher suite says of keys and records; who proved what to whom by which exchange does not matter here, as the
/// secrets are logged.
struct CipherSuite: Sendable {
  /// How records are protected.
  enum Protection: Sendable {
    /// RFC 5288; RFC 8446, section 5.2.
    case aesGCM(keyBytes: Int)
    /// RFC 7905; RFC 8446, section 5.2.
    case chaCha20Poly1305
    /// RFC 5246, section 6.2.3.2, with the hash function of the HMAC.
    case aesCBC(keyBytes: Int, mac: HashFunction)
  }

  let protection: Protection
  /// Of the pseudorandom function of TLS 1.2, or of HKDF in TLS 1.3.
  let hash: HashFunction

  /// By its number in IANA's list; nil for one that is not read.
  init?(_ number: UInt16) {
    guard let row = Self.known[number] else { return nil }
    self = row
  }

  private init(_ protection: Protection, _ hash: HashFunction) {
    (self.protection, self.hash) = (protection, hash)
  }

  private static let known: [UInt16: CipherSuite] = {
    var known: [UInt16: CipherSuite] = [:]
    for (suite, numbers) in rows {
      for number in numbers { known[number] = suite }
    }
    return known
  }()

  private static let aes128GCM = CipherSuite(.aesGCM(keyBytes: 16), .sha256)
  private static let aes256GCM = CipherSuite(.aesGCM(keyBytes: 32), .sha384)
  private static let chaCha20 = CipherSuite(.chaCha20Poly1305, .sha256)

  // RFC 8446, B.4; RFC 5288, RFC 5289, RFC 5487, RFC 8442 (GCM); RFC 7905 (ChaCha20); RFC 5246, RFC 4492, RFC 4279,
  // RFC 5489, RFC 5487 (CBC).
  private static let rows: [(CipherSuite, [UInt16])] = [
    (aes128GCM, [0x1301]), (aes256GCM, [0x1302]), (chaCha20, [0x1303]),
    (
      aes128GCM,
      [
        0x9C, 0x9E, 0xA0, 0xA2, 0xA4, 0xA6, 0xA8, 0xAA, 0xAC, 0xC02B, 0xC02D, 0xC02F, 0xC031,
        0xD001,
      ]
    ),
    (
      aes256GCM,
      [
        0x9D, 0x9F, 0xA1, 0xA3, 0xA5, 0xA7, 0xA9, 0xAB, 0xAD, 0xC02C, 0xC02E, 0xC030, 0xC032,
        0xD002,
      ]
    ),
    (chaCha20, [0xCCA8, 0xCCA9, 0xCCAA, 0xCCAB, 0xCCAC, 0xCCAD, 0xCCAE]),
    (
      CipherSuite(.aesCBC(keyBytes: 16, mac: .sha1), .sha256),
      [
        0x2F, 0x30, 0x31, 0x32, 0x33, 0x34, 0x8C, 0x90, 0x94, 0xC004, 0xC009, 0xC00E, 0xC013,
        0xC018, 0xC035,
      ]
    ),
    (
      CipherSuite(.aesCBC(keyBytes: 32, mac: .sha1), .sha256),
      [
        0x35, 0x36, 0x37, 0x38, 0x39, 0x3A, 0x8D, 0x91, 0x95, 0xC005, 0xC00A, 0xC00F, 0xC014,
        0xC019, 0xC036,
      ]
    ),
    (
      CipherSuite(.aesCBC(keyBytes: 16, mac: .sha256), .sha256),
      [
        0x3C, 0x3E, 0x3F, 0x40, 0x67, 0x6C, 0xAE, 0xB2, 0xB6, 0xC023, 0xC025, 0xC027, 0xC029,
        0xC037,
      ]
    ),
    (
      CipherSuite(.aesCBC(keyBytes: 32, mac: .sha256), .sha256),
      [0x3D, 0x68, 0x69, 0x6A, 0x6B, 0x6D]
    ),
    (
      CipherSuite(.aesCBC(keyBytes: 32, mac: .sha384), .sha384),
      [0xAF, 0xB3, 0xB7, 0xC024, 0xC026, 0xC028, 0xC02A, 0xC038]
    ),
  ]
}
