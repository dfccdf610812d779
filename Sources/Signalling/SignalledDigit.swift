package import Audio
package import NetworkBytes

/// A DTMF digit that a SIP INFO request signals.
package struct SignalledDigit: Sendable, Equatable {
  package let digit: DTMFDigit
  /// How long it is to last, where the message says so.
  package let milliseconds: Int?
  /// Capture time of the message.
  package let time: Int64
  /// The index in `SignallingObserver.calls`.
  package let call: Int
  /// Who sent it.
  package let party: Party
  /// The transport addresses of the message.
  package let source: SocketAddress
  package let destination: SocketAddress
}
