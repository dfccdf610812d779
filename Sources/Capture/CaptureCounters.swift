/// What became of the packets of all inputs.
package struct CaptureCounters: Hashable, Sendable {
  /// Packets read.
  package internal(set) var packets = 0
  /// UDP datagrams handed out, reassembled ones included.
  package internal(set) var udp = 0
  /// TCP segments seen, those without data included.
  package internal(set) var tcp = 0
  /// Packets snapped so short that not all headers down to UDP or TCP are whole.
  package internal(set) var truncated = 0
  /// Packets whose headers contradict themselves.
  package internal(set) var malformed = 0
  /// Packets inside more tunnels than are followed.
  package internal(set) var nestedTooDeep = 0
  /// Messages of HEP that hold what the probe makes of packets, and no packet.
  package internal(set) var reports = 0
  /// Packets on pcapng interfaces that no block describes.
  package internal(set) var undescribedInterface = 0
  /// Packets of link types that are not read, by the number of the link type.
  package internal(set) var unsupportedLinkTypes: [UInt16: Int] = [:]

  /// Fragments of IP datagrams seen.
  package internal(set) var fragments = 0
  /// Datagrams put together from fragments.
  package internal(set) var datagramsReassembled = 0
  /// Datagrams dropped because fragments overlap, contradict each other or were snapped.
  package internal(set) var datagramsRejected = 0
  /// Datagrams of which fragments were still missing after 30 s, at a bound, or at the end.
  package internal(set) var datagramsIncomplete = 0

  /// TCP segments that brought nothing new.
  package internal(set) var tcpRetransmissions = 0
  /// TCP segments that came before bytes that precede them.
  package internal(set) var tcpOutOfOrder = 0
  /// Holes in TCP connections that were given up.
  package internal(set) var tcpGaps = 0
  /// Bytes of TCP connections that are missing in those holes or were snapped.
  package internal(set) var tcpBytesSkipped = 0
  /// Directions of TCP connections forgotten because too many were open.
  package internal(set) var tcpConnectionsEvicted = 0
}
