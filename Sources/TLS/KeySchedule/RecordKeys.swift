import Cryptography

/// The keys of records, and the ciphers that have them.
enum RecordKeys {
  /// The key block of TLS 1.2: the HMAC keys of client and server, then their keys, then their initialization vectors
  /// (RFC 5246, section 6.3).
  static func cipher12(
    _ suite: CipherSuite, master: SecretBytes, client: HelloRandom, server: HelloRandom,
    ofClient isClient: Bool, encryptsThenMACs: Bool
  ) throws(CryptographyError) -> any RecordCipher {
    let (macBytes, keyBytes, ivBytes) = lengths(suite.protection)
    let block = try PseudorandomFunction.expand(
      suite.hash, secret: master, label: "key expansion", seed: server.bytes + client.bytes,
      count: 2 * (macBytes + keyBytes + ivBytes))
    let side = isClient ? 0 : 1
    func part(_ start: Int, _ count: Int) -> SecretBytes {
      let start = start + side * count
      return SecretBytes(copying: block.bytes.extracting(start..<start + count))
    }
    let macKey = part(0, macBytes)
    let key = part(2 * macBytes, keyBytes)
    let iv = part(2 * (macBytes + keyBytes), ivBytes)
    switch suite.protection {
    case .aesGCM: return try AEADRecordCipher(.explicitNonce, .aesGCM, key: key.bytes, iv: iv)
    case .chaCha20Poly1305:
      return try AEADRecordCipher(.implicitNonce, .chaCha20Poly1305, key: key.bytes, iv: iv)
    case .aesCBC(_, let mac):
      return try CBCRecordCipher(
        key: key.bytes, mac: mac, macKey: macKey.bytes, encryptsThenMACs: encryptsThenMACs)
    }
  }

  private static func lengths(
    _ protection: CipherSuite.Protection
  ) -> (mac: Int, key: Int, iv: Int) {
    switch protection {
    case .aesGCM(let keyBytes): (0, keyBytes, 4)
    case .chaCha20Poly1305: (0, 32, 12)
    case .aesCBC(let keyBytes, let mac): (mac.byteCount, keyBytes, 0)
    }
  }

  /// The traffic keys of TLS 1.3 (RFC 8446, section 7.3); nil where the suite is none of TLS 1.3's.
  static func cipher13(
    _ suite: CipherSuite, trafficSecret: SecretBytes
  ) throws(CryptographyError) -> (any RecordCipher)? {
    let algorithm: AuthenticatedCipher.Algorithm
    let keyBytes: Int
    switch suite.protection {
    case .aesGCM(let bytes): (algorithm, keyBytes) = (.aesGCM, bytes)
    case .chaCha20Poly1305: (algorithm, keyBytes) = (.chaCha20Poly1305, 32)
    case .aesCBC: return nil
    }
    let key = try HKDF.expandLabel(suite.hash, trafficSecret, label: "key", count: keyBytes)
    let iv = try HKDF.expandLabel(
      suite.hash, trafficSecret, label: "iv", count: AuthenticatedCipher.nonceBytes)
    return try AEADRecordCipher(.tls13, algorithm, key: key.bytes, iv: iv)
  }

  /// The secret after an update of the keys (RFC 8446, section 7.2).
  static func updated(
    _ suite: CipherSuite, trafficSecret: SecretBytes
  ) throws(CryptographyError) -> SecretBytes {
    try HKDF.expandLabel(
      suite.hash, trafficSecret, label: "traffic upd", count: suite.hash.byteCount)
  }
}
