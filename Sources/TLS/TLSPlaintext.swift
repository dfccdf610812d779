package import NetworkBytes

/// What an application sent over TLS, as far as one record holds it.
package struct TLSPlaintext: Sendable {
  package let bytes: [UInt8]
  /// Whether it does not follow on what its direction handed over last, or is the first of it.
  package let isDiscontinuous: Bool
  /// The segment that completed it.
  package let origin: SegmentOrigin
  /// The direction of the connection: below `TLSObserver.maximumDirections`, and used again for another once the
  /// connection is forgotten.
  package let direction: Int
  package let source: SocketAddress
  package let destination: SocketAddress
}
