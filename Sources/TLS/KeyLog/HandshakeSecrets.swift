import Cryptography

/// What a key log says of one handshake.
struct HandshakeSecrets: Sendable {
  /// Of TLS 1.2 and DTLS 1.2 and before (RFC 5246, section 8.1).
  var master: SecretBytes?
  // Of TLS 1.3 and DTLS 1.3 (RFC 8446, section 7.1).
  var clientHandshakeTraffic: SecretBytes?
  var serverHandshakeTraffic: SecretBytes?
  private var clientTraffic = Traffic()
  private var serverTraffic = Traffic()
  var exporter: SecretBytes?

  /// The first secret of application traffic that is logged, which is the handshake's own as a rule.
  private struct Traffic {
    var secret: SecretBytes?
    var generation = 0

    mutating func set(_ secret: SecretBytes, _ generation: Int) {
      guard self.secret == nil || generation <= self.generation else { return }
      (self.secret, self.generation) = (secret, generation)
    }
  }

  /// Takes in a line; of two for the same secret the last holds.
  ///
  /// - Returns: whether there was none before.
  mutating func set(_ secret: SecretBytes, _ label: KeyLogLabel, generation: Int) -> Bool {
    let before = count
    switch label {
    case .masterSecret: master = secret
    case .clientHandshakeTraffic: clientHandshakeTraffic = secret
    case .serverHandshakeTraffic: serverHandshakeTraffic = secret
    case .clientTraffic: clientTraffic.set(secret, generation)
    case .serverTraffic: serverTraffic.set(secret, generation)
    case .exporter: exporter = secret
    }
    return count > before
  }

  /// Whether `label` has a secret.
  private var count: Int {
    [
      master, clientHandshakeTraffic, serverHandshakeTraffic, clientTraffic.secret,
      serverTraffic.secret, exporter,
    ].count { $0 != nil }
  }

  func handshakeTraffic(ofClient isClient: Bool) -> SecretBytes? {
    isClient ? clientHandshakeTraffic : serverHandshakeTraffic
  }

  func applicationTraffic(ofClient isClient: Bool) -> SecretBytes? {
    isClient ? clientTraffic.secret : serverTraffic.secret
  }
}
