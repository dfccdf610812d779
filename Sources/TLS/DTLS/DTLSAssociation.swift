package import NetworkBytes

/// A handshake of DTLS between two transport addresses, as far as its hellos tell.
package struct DTLSAssociation: Sendable {
  /// Who sent the ClientHello.
  package let client: SocketAddress
  package let server: SocketAddress
  /// Nil where it is not in the trace, as the next.
  var clientHello: ClientHello?
  var serverHello: ServerHello?

  /// What is spoken; nil where the server's answer is not in the trace.
  package var version: ProtocolVersion? { serverHello?.version }

  /// By its number in IANA's list; nil as `version`.
  package var cipherSuite: UInt16? { serverHello?.cipherSuite }

  /// What the client offers by use_srtp; nil where it does not, or is not in the trace.
  package var offeredSRTP: SRTPNegotiation? { clientHello?.srtp }

  /// What the server chose by use_srtp.
  ///
  /// Nil where it did not, is not in the trace, or answers in DTLS 1.3, where this is encrypted.
  package var chosenSRTP: SRTPNegotiation? { serverHello?.srtp }

  /// Whether keys for SRTP come of it, as far as is known; what else flows there is SCTP, or anything.
  package var isForSRTP: Bool {
    guard let serverHello else { return offeredSRTP != nil }
    return chosenSRTP != nil
      || (serverHello.version.is13 && (clientHello == nil || offeredSRTP != nil))
  }
}
