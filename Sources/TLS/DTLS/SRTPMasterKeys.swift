package import Cryptography

/// What one side protects its SRTP and SRTCP with.
package struct SRTPMasterKey: Hashable, Sendable {
  package let key: SecretBytes
  package let salt: SecretBytes
}

/// What an association gives SRTP: the master keys of both sides.
package struct SRTPMasterKeys: Hashable, Sendable {
  package let profile: SRTPProfile
  /// Of what the client of the handshake sends.
  package let client: SRTPMasterKey
  /// Of what the server sends.
  package let server: SRTPMasterKey

  /// Cuts the exported bytes: the keys of client and server, then their salts (RFC 5764, section 4.2).
  init(_ profile: SRTPProfile, _ lengths: (key: Int, salt: Int), exported: SecretBytes) {
    self.profile = profile
    let salts = 2 * lengths.key
    func part(_ start: Int, _ count: Int) -> SecretBytes {
      SecretBytes(copying: exported.bytes.extracting(start..<start + count))
    }
    client = SRTPMasterKey(key: part(0, lengths.key), salt: part(salts, lengths.salt))
    server = SRTPMasterKey(
      key: part(lengths.key, lengths.key), salt: part(salts + lengths.salt, lengths.salt))
  }
}
