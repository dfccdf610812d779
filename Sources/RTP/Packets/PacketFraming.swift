import NetworkBytes

/// How packets follow each other on a connection, which has no datagrams.
package enum PacketFraming: Sendable, CaseIterable {
  /// A length of 16 bits before each packet (RFC 4571, section 2), STUN's included (RFC 6544).
  case length
  /// `$`, a channel and a length, between messages of RTSP (RFC 7826, section 14).
  case interleaved
  /// Messages of TURN, which say their own lengths (RFC 8489, section 6.2.2; RFC 8656, section 12.5).
  case relayed

  /// A packet on a connection.
  package struct Frame: Sendable {
    /// Where the packet lies; a message of TURN is one as a whole.
    package let packet: Range<Int>
    /// Where the next frame begins.
    package let end: Int
    /// The channel of an interleaved packet.
    package let channel: UInt8?
  }

  /// What stands at a place of a connection.
  package enum Look: Sendable {
    case frame(Frame)
    /// What may be a frame goes on behind the bytes that there are.
    case incomplete
    /// No frame.
    case other
  }

  /// Looks for a frame at `offset`.
  package func look(_ bytes: Span<UInt8>, at offset: Int) -> Look {
    let rest = bytes.count - offset
    guard rest > 0 else { return .incomplete }
    switch self {
    case .length:
      guard rest >= 3 else { return .incomplete }
      let length = Int(bytes.uint16(at: offset))
      // A null packet means nothing (RFC 4571, section 2).
      if length == 0 {
        return .frame(Frame(packet: offset + 2..<offset + 2, end: offset + 2, channel: nil))
      }
      guard length >= 8, Self.mayBeginPacket(bytes[offset + 2]) else { return .other }
      return Self.look(bytes, offset + 2..<offset + 2 + length)
    case .interleaved:
      guard bytes[offset] == UInt8(ascii: "$") else { return .other }
      guard rest >= 4 else { return .incomplete }
      let start = offset + 4
      let packet = start..<start + Int(bytes.uint16(at: offset + 2))
      guard packet.upperBound <= bytes.count else { return .incomplete }
      return .frame(Frame(packet: packet, end: packet.upperBound, channel: bytes[offset + 1]))
    case .relayed: return Self.relayed(bytes, at: offset)
    }
  }

  /// What RTP, RTCP, STUN and DTLS begin with (RFC 7983).
  private static func mayBeginPacket(_ first: UInt8) -> Bool {
    switch first {
    case 0...3, 20...63, 128...191: true
    default: false
    }
  }

  private static func look(_ bytes: Span<UInt8>, _ packet: Range<Int>) -> Look {
    guard packet.upperBound <= bytes.count else { return .incomplete }
    let inside = bytes.extracting(packet)
    switch DatagramKind(inside) {
    case .rtp, .rtcp, .stun: break
    // The version of DTLS: 254 and 253 or 255.
    case .dtls: guard inside[1] == 254 else { return .other }
    case .turnChannel, .other: return .other
    }
    return .frame(Frame(packet: packet, end: packet.upperBound, channel: nil))
  }

  private static func relayed(_ bytes: Span<UInt8>, at offset: Int) -> Look {
    let rest = bytes.count - offset
    let isChannelData: Bool
    switch bytes[offset] {
    case 0...3: isChannelData = false
    case 64...79: isChannelData = true
    default: return .other
    }
    guard rest >= (isChannelData ? 4 : 8) else { return .incomplete }
    let length = Int(bytes.uint16(at: offset + 2))
    if !isChannelData, bytes.uint32(at: offset + 4) != 0x2112_A442 || length & 3 != 0 {
      return .other
    }
    let packet = offset..<offset + length + (isChannelData ? 4 : 20)
    let end = offset + (packet.count + 3) & ~3
    guard end <= bytes.count else { return .incomplete }
    return .frame(Frame(packet: packet, end: end, channel: nil))
  }
}
