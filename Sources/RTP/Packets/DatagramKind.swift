import NetworkBytes

/// What a UDP payload on a media port is by its first bytes (RFC 7983, RFC 5761).
@frozen
public enum DatagramKind: Sendable {
  case rtp
  case rtcp
  case stun
  case dtls
  case turnChannel
  case other

  /// Looks at the first bytes; RTP is told most quickly.
  @inlinable
  @inline(__always)
  public init(_ bytes: Span<UInt8>) {
    if bytes.count >= 12, bytes[0] & 0xc0 == 0x80, !(192...223).contains(bytes[1]) {
      self = .rtp
    } else {
      self = Self.unusual(bytes)
    }
  }

  @usableFromInline
  static func unusual(_ bytes: Span<UInt8>) -> DatagramKind {
    guard bytes.count >= 4 else { return .other }
    switch bytes[0] {
    case 128...191 where (192...223).contains(bytes[1]) && Self.isRTCP(bytes): return .rtcp
    case 128...191: return bytes.count >= 12 ? .rtp : .other
    case 0...3: return Self.isSTUN(bytes) ? .stun : .other
    case 20...63: return .dtls
    case 64...79: return Int(bytes.uint16(at: 2)) + 4 <= bytes.count ? .turnChannel : .other
    default: return .other
    }
  }

  /// RTCP packet types 192 to 223 stand where RTP has its marker and payload type (RFC 5761,
  /// section 4); the first packet of the compound must hold an SSRC and fit the datagram.
  private static func isRTCP(_ bytes: Span<UInt8>) -> Bool {
    let words = Int(bytes.uint16(at: 2))
    return words > 0 && (words + 1) * 4 <= bytes.count
  }

  /// The magic cookie of RFC 8489, section 5, with a length that fits.
  private static func isSTUN(_ bytes: Span<UInt8>) -> Bool {
    bytes.count >= 20 && bytes.uint32(at: 4) == 0x2112_a442
      && Int(bytes.uint16(at: 2)) + 20 <= bytes.count
  }
}
