import NetworkBytes

/// A UDP datagram the way nearly all of a voice trace has it: Ethernet, IPv4 without options, whole.
///
/// What this does not take, `PacketDecoder` reads. It exists for speed alone: all fields are in the
/// first 42 bytes, so one check of the length is enough for all of them.
struct UsualDatagram {
  static let headerLength = 42

  let source: SocketAddress
  let destination: SocketAddress
  /// Bytes of the payload, which begins after `headerLength` bytes.
  let count: Int

  /// Nil for what is unusual in any way.
  @inline(__always)
  init?(_ frame: Span<UInt8>, linkType: UInt16?) {
    guard linkType == 1, frame.count >= Self.headerLength else { return nil }
    let header = frame.extracting(first: Self.headerLength)
    let total = Int(header.uint16(at: 16))
    let length = Int(header.uint16(at: 38))
    guard header.uint16(at: 12) == LinkLayer.ipv4, header[14] == 0x45,
      header.uint16(at: 20) & 0x3FFF == 0, header[23] == 17, total &+ 14 <= frame.count,
      length >= 8, length &+ 20 <= total
    else { return nil }
    source = SocketAddress(
      IPAddress(ipv4: header.uint32(at: 26)), port: header.uint16(at: 34))
    destination = SocketAddress(
      IPAddress(ipv4: header.uint32(at: 30)), port: header.uint16(at: 36))
    count = length &- 8
  }
}
