/// The secrets of handshakes as programs log them for `SSLKEYLOGFILE` (RFC 9850), by client random.
///
/// The text comes from files or from the Decryption Secrets Blocks of a pcapng file, and more may come at any time. It
/// holds at most 262,144 secrets, some 80 MB; what follows is dropped and counted. No secret is ever printed, and each
/// is cleared when it is dropped.
package struct KeyLog: Sendable {
  /// What became of the lines so far.
  package internal(set) var counters = KeyLogCounters()

  private var handshakes: [HelloRandom: HandshakeSecrets] = [:]
  /// The line that is not whole yet.
  var line: [UInt8] = []
  /// Whether what is left of the line is passed over.
  var isTooLong = false

  /// Secrets that are kept.
  var limit = TLSLimits.secrets

  package init() {}

  /// Whether it holds no secret.
  package var isEmpty: Bool { handshakes.isEmpty }

  /// What is known of the handshake whose ClientHello had this random.
  subscript(random: HelloRandom) -> HandshakeSecrets? { handshakes[random] }

  /// Keeps what a line says.
  mutating func insert(_ line: KeyLogLine) {
    counters.lines += 1
    guard counters.secrets < limit else {
      counters.dropped += 1
      return
    }
    let isNew = handshakes[line.random, default: HandshakeSecrets()].set(
      line.secret, line.label, generation: line.generation)
    if isNew { counters.secrets += 1 }
  }
}
