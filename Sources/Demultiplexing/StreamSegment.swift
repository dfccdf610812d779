import NetworkBytes

/// What is known of bytes that one direction of a TCP connection brings, or of TLS inside.
struct StreamSegment {
  /// The number of the direction.
  let connection: Int
  /// Whether bytes before these are missing, or these are the first.
  let isDiscontinuous: Bool
  let source: SocketAddress
  let destination: SocketAddress
  let origin: MediaConnection.Origin
}
