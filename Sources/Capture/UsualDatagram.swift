import NetworkBytes

/// A UDP datagram the way nearly all of a voice trace has it: IPv4 without options, whole, and with
/// a payload that begins as RTP does, which no tunnel's does.
///
/// What this does not take, `PacketDecoder` reads. It exists for speed alone: both headers are 28
/// bytes, so one check of the length is enough for all of their fields and the first byte behind.
struct UsualDatagram {
  private static let headerLength = 28

  let source: SocketAddress
  let destination: SocketAddress
  /// Where the payload starts in the frame.
  let start: Int
  /// Bytes of the payload.
  let count: Int

  /// Nil for what is unusual in any way.
  @inline(__always)
  init?(_ frame: Span<UInt8>, linkType: UInt16?) {
    let offset = Self.networkOffset(frame, linkType)
    guard offset >= 0, frame.count > offset &+ Self.headerLength else { return nil }
    let header = frame.extracting(offset...offset &+ Self.headerLength)
    let total = Int(header.uint16(at: 2))
    let length = Int(header.uint16(at: 24))
    guard header[0] == 0x45, header.uint16(at: 6) & 0x3FFF == 0, header[9] == 17,
      header[Self.headerLength] & 0xC8 == 0x80, offset &+ total <= frame.count, length >= 8,
      length &+ 20 <= total
    else { return nil }
    source = SocketAddress(
      IPAddress(ipv4: header.uint32(at: 12)), port: header.uint16(at: 20))
    destination = SocketAddress(
      IPAddress(ipv4: header.uint32(at: 16)), port: header.uint16(at: 22))
    start = offset &+ Self.headerLength
    count = length &- 8
  }

  /// Where an IPv4 header starts: behind Ethernet with at most one tag, Linux cooked, or nothing;
  /// -1 if it does not.
  @inline(__always)
  private static func networkOffset(_ frame: Span<UInt8>, _ linkType: UInt16?) -> Int {
    guard let linkType, frame.count >= 20 else { return -1 }
    let header = frame.extracting(first: 20)
    switch linkType {
    case 1:
      let type = header.uint16(at: 12)
      if type == LinkLayer.ipv4 { return 14 }
      return type == 0x8100 && header.uint16(at: 16) == LinkLayer.ipv4 ? 18 : -1
    case 113: return header.uint16(at: 14) == LinkLayer.ipv4 ? 16 : -1
    case 276: return header.uint16(at: 0) == LinkLayer.ipv4 ? 20 : -1
    case 101: return 0
    default: return -1
    }
  }
}
