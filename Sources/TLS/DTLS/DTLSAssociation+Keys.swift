import Cryptography

extension DTLSAssociation {
  /// The master keys of SRTP, as far as a key log has the secrets of the handshake.
  ///
  /// Mostly one pair. Several where the trace does not tell the profile (DTLS 1.3 encrypts the choice) or the hash
  /// function (of a cipher suite that is not known): which of them is right is for SRTP's authentication tag to say.
  package func masterKeys(from log: KeyLog) throws(TLSError) -> [SRTPMasterKeys] {
    guard isForSRTP else { throw .unsupportedProfiles([]) }
    guard let clientHello else { throw .handshakeMissing }
    guard let secrets = log[clientHello.random] else { throw .keyMissing }
    let exporters = try exporters(secrets, clientHello)
    let numbers = (chosenSRTP ?? clientHello.srtp)?.profiles ?? []
    var keys: [SRTPMasterKeys] = []
    do throws(CryptographyError) {
      for profile in numbers.map(SRTPProfile.init) {
        guard let lengths = profile.lengths else { continue }
        for exporter in exporters {
          let exported = try exporter.export(2 * (lengths.key + lengths.salt))
          keys.append(SRTPMasterKeys(profile, lengths, exported: exported))
        }
      }
    } catch {
      throw .cryptography(error)
    }
    guard !keys.isEmpty else { throw .unsupportedProfiles(numbers) }
    return keys
  }

  private func exporters(
    _ secrets: HandshakeSecrets, _ clientHello: ClientHello
  ) throws(TLSError) -> [SRTPExporter] {
    if let version, !version.is13, version != .dtls12 { throw .unsupportedVersion(version) }
    if version?.is13 ?? (secrets.exporter != nil) {
      guard let secret = secrets.exporter else { throw .keyMissing }
      // Known by the secret's length even without the server's answer.
      let hash: HashFunction = secret.count == HashFunction.sha384.byteCount ? .sha384 : .sha256
      return [SRTPExporter(hash: hash, secret: secret, seed: nil)]
    }
    guard let serverHello else { throw .handshakeMissing }
    guard let secret = secrets.master else { throw .keyMissing }
    let seed = clientHello.random.bytes + serverHello.random.bytes
    let hashes = CipherSuite(serverHello.cipherSuite).map { [$0.hash] } ?? [.sha256, .sha384]
    return hashes.map { SRTPExporter(hash: $0, secret: secret, seed: seed) }
  }
}

/// Makes the keys of SRTP of a handshake's secret (RFC 5764, section 4.2).
private struct SRTPExporter {
  let hash: HashFunction
  let secret: SecretBytes
  /// The randoms of client and server (RFC 5705, section 4); nil for DTLS 1.3, whose secret holds them.
  let seed: [UInt8]?

  func export(_ count: Int) throws(CryptographyError) -> SecretBytes {
    let label = "EXTRACTOR-dtls_srtp"
    guard let seed else {
      return try HKDF.export(hash, secret, label: label, count: count, prefix: .dtls13)
    }
    return try PseudorandomFunction.expand(
      hash, secret: secret, label: label, seed: seed, count: count)
  }
}
