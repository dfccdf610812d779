import NetworkBytes

/// What a UDP payload on a media port is by its first bytes (RFC 7983, RFC 5761).
package enum DatagramKind: Sendable {
  case rtp
  case rtcp
  case stun
  case dtls
  case turnChannel
  case other

  @inlinable
  package init(_ bytes: Span<UInt8>) {
    guard bytes.count >= 4 else {
      self = .other
      return
    }
    switch bytes[0] {
    case 128...191 where (192...223).contains(bytes[1]) && Self.isRTCP(bytes): self = .rtcp
    case 128...191: self = bytes.count >= 12 ? .rtp : .other
    case 0...3: self = Self.isSTUN(bytes) ? .stun : .other
    case 20...63: self = .dtls
    case 64...79: self = Int(bytes.uint16(at: 2)) + 4 <= bytes.count ? .turnChannel : .other
    default: self = .other
    }
  }

  /// RTCP packet types 192 to 223 stand where RTP has its marker and payload type (RFC 5761,
  /// section 4); the first packet of the compound must hold an SSRC and fit the datagram.
  @usableFromInline
  static func isRTCP(_ bytes: Span<UInt8>) -> Bool {
    let words = Int(bytes.uint16(at: 2))
    return words > 0 && (words + 1) * 4 <= bytes.count
  }

  /// The magic cookie of RFC 8489, section 5, with a length that fits.
  @usableFromInline
  static func isSTUN(_ bytes: Span<UInt8>) -> Bool {
    bytes.count >= 20 && bytes.uint32(at: 4) == 0x2112_a442
      && Int(bytes.uint16(at: 2)) + 20 <= bytes.count
  }
}
