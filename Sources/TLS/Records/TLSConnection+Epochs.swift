import Cryptography

extension TLSConnection {
  typealias Epoch = TLSDirection.Epoch

  /// The keys of a direction of TLS 1.2; nil where it has to wait for what they are made of.
  func epoch12(_ side: Side, _ keys: KeyLog) throws(TLSError) -> Epoch? {
    let negotiation = negotiation(side)
    guard let clientHello = negotiation.clientHello, let serverHello = negotiation.serverHello,
      let client
    else {
      _ = wait(side, .handshakeMissing)
      return nil
    }
    guard serverHello.version == .tls12 else { throw .unsupportedVersion(serverHello.version) }
    guard serverHello.compression == 0 else {
      throw .unsupportedCompression(serverHello.compression)
    }
    let suite = try suite(serverHello)
    guard let master = keys[clientHello.random]?.master else {
      _ = wait(side, .keyMissing)
      return nil
    }
    do throws(CryptographyError) {
      return Epoch(
        cipher: try RecordKeys.cipher12(
          suite, master: master, client: clientHello.random, server: serverHello.random,
          ofClient: side == client, encryptsThenMACs: serverHello.encryptsThenMACs))
    } catch {
      throw .cryptography(error)
    }
  }

  /// The first keys of a direction of TLS 1.3, or, where only these are logged, those of its application data.
  ///
  /// Records are then passed over until one opens. Nil where it has to wait for what keys are made of.
  func handshakeEpoch(_ side: Side, _ keys: KeyLog) throws(TLSError) -> Epoch? {
    let negotiation = negotiation(side)
    guard let clientHello = negotiation.clientHello, negotiation.serverHello != nil else {
      _ = wait(side, .handshakeMissing)
      return nil
    }
    guard let secret = keys[clientHello.random]?.handshakeTraffic(ofClient: side == client) else {
      guard let epoch = try applicationEpoch(side, keys) else { return nil }
      self[side].mayFail = TLSLimits.skippedRecords
      return epoch
    }
    self[side].mayFail =
      side == client && clientHello.hasEarlyData ? TLSLimits.skippedRecords : 0
    return try epoch13(side, secret, isHandshake: true)
  }

  /// The keys of a direction's application data in TLS 1.3; nil where it has to wait for what they are made of.
  func applicationEpoch(_ side: Side, _ keys: KeyLog) throws(TLSError) -> Epoch? {
    guard let clientHello = negotiation(side).clientHello,
      let secret = keys[clientHello.random]?.applicationTraffic(ofClient: side == client)
    else {
      _ = wait(side, .keyMissing)
      return nil
    }
    return try epoch13(side, secret, isHandshake: false)
  }

  /// The keys that follow an update.
  func updatedEpoch(_ side: Side, _ secret: SecretBytes) throws(TLSError) -> Epoch {
    guard let serverHello = negotiation(side).serverHello else { throw .handshakeMissing }
    let suite = try suite(serverHello)
    let next: SecretBytes
    do throws(CryptographyError) {
      next = try RecordKeys.updated(suite, trafficSecret: secret)
    } catch {
      throw .cryptography(error)
    }
    return try epoch13(side, next, isHandshake: false)
  }

  private func epoch13(
    _ side: Side, _ secret: SecretBytes, isHandshake: Bool
  ) throws(TLSError) -> Epoch {
    guard let serverHello = negotiation(side).serverHello else { throw .handshakeMissing }
    let suite = try suite(serverHello)
    guard secret.count == suite.hash.byteCount else { throw .wrongKey }
    let cipher: (any RecordCipher)?
    do throws(CryptographyError) {
      cipher = try RecordKeys.cipher13(suite, trafficSecret: secret)
    } catch {
      throw .cryptography(error)
    }
    guard let cipher else { throw .unsupportedSuite(serverHello.cipherSuite) }
    return Epoch(cipher: cipher, trafficSecret: secret, isHandshake: isHandshake)
  }

  private func suite(_ hello: ServerHello) throws(TLSError) -> CipherSuite {
    guard let suite = CipherSuite(hello.cipherSuite) else {
      throw .unsupportedSuite(hello.cipherSuite)
    }
    return suite
  }
}
