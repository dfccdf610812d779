package import NetworkBytes

/// What became of a connection of TLS.
package struct TLSConnectionReport: Equatable, Sendable {
  /// Who spoke first, as far as the trace tells.
  package let first: SocketAddress
  package let second: SocketAddress
  /// Whether anything was opened.
  package let hasOpened: Bool
  /// Whether the client's hello names SIP.
  package let offersSIP: Bool
  /// Why not all of it was; nil where nothing is wrong.
  package let error: TLSError?
}
