package import NetworkBytes

/// One packet of a trace: when it was captured, between whom, and what kind of payload it has.
///
/// The payload itself is `PacketSource.payload`.
package struct CapturedPacket: Sendable {
  package enum Kind: Sendable {
    /// A UDP datagram.
    case udp
    /// Bytes of a TCP connection, in order.
    case tcp
    /// A packet without payload for the caller; it was counted.
    case other
    /// No packet: the payload is text of a key log of TLS, whole lines or the end of one.
    ///
    /// It comes from a Decryption Secrets Block, in order of the file; from one before a file's first packet also when
    /// all files are opened.
    case secrets
    /// No packet: an input that is no regular file has brought nothing for a second.
    case idle
  }

  package internal(set) var kind: Kind
  /// Capture time in nanoseconds since 1970-01-01 UTC; inside HEP that of the probe, which captured
  /// it first.
  package internal(set) var time: Int64
  /// Index of the input in `PacketSource.inputs`.
  package let input: Int
  /// Number of the packet in its input, counted from 1 as Wireshark counts.
  package let number: Int
  package internal(set) var source: SocketAddress
  package internal(set) var destination: SocketAddress
  /// Whether fewer bytes were captured than the UDP length says.
  package internal(set) var isTruncated: Bool
  /// What it was wrapped in.
  package internal(set) var encapsulations = Encapsulations.none
  /// The direction of the TCP connection: below `connectionNumbers`, and used again for another
  /// direction once there are more, whose first bytes are then discontinuous.
  package internal(set) var connection: Int
  /// Whether bytes before these are missing, or these are the first of a connection.
  package internal(set) var isDiscontinuous: Bool

  /// Directions of TCP connections that are followed at a time.
  package static let maximumConnections = 4096
  /// Numbers that these have, and beyond them those of connections that Wireshark exported.
  package static let connectionNumbers = 2 * maximumConnections

  /// A packet of which nothing more is known yet.
  init(_ kind: Kind, _ origin: PacketOrigin) {
    self.init(
      kind, origin, from: SocketAddress(IPAddress(ipv4: 0), port: 0),
      to: SocketAddress(IPAddress(ipv4: 0), port: 0))
  }

  @inline(__always)
  init(
    _ kind: Kind, _ origin: PacketOrigin, from source: SocketAddress, to destination: SocketAddress
  ) {
    self.kind = kind
    time = origin.time
    input = origin.input
    number = origin.number
    self.source = source
    self.destination = destination
    isTruncated = false
    connection = 0
    isDiscontinuous = false
  }

  var origin: PacketOrigin { PacketOrigin(time: time, input: input, number: number) }
}

/// When and where a packet was captured.
struct PacketOrigin {
  var time: Int64
  var input: Int
  var number: Int
}
