public import NetworkBytes

/// The header of an RTP packet and where its payload lies (RFC 3550, section 5.1).
@frozen
public struct RTPPacket: Sendable {
  /// The marker bit; in audio, the first packet of a talkspurt (RFC 3551, section 4.1).
  public let marker: Bool
  /// What the payload is, by the session: 0 to 127.
  public let payloadType: UInt8
  /// Counts packets, and wraps.
  public let sequenceNumber: UInt16
  /// Ticks of the payload format's clock.
  public let timestamp: UInt32
  /// The synchronization source.
  public let ssrc: UInt32
  /// The payload's place in the datagram, after CSRCs and header extension and without padding.
  public let payload: Range<Int>

  /// Reads a datagram in place; nil where it breaks a rule of RFC 3550, appendix A.1.
  ///
  /// With `isTruncated` the datagram's end was not captured: the header must be whole, the payload
  /// is what there is, and padding, which is counted in the last byte, is left alone.
  @inlinable
  @inline(__always)
  public init?(parsing bytes: Span<UInt8>, isTruncated: Bool = false) {
    guard bytes.count >= 12 else { return nil }
    let header = bytes.extracting(first: 12)
    if header[0] == 0x80 {
      payload = 12..<bytes.count
    } else {
      guard let place = Self.payload(of: bytes, isTruncated: isTruncated) else { return nil }
      payload = place
    }
    marker = header[1] & 0x80 != 0
    payloadType = header[1] & 0x7f
    sequenceNumber = header.uint16(at: 2)
    timestamp = header.uint32(at: 4)
    ssrc = header.uint32(at: 8)
  }

  /// Where the payload lies behind CSRCs and header extension, and before padding.
  @usableFromInline
  static func payload(of bytes: Span<UInt8>, isTruncated: Bool) -> Range<Int>? {
    guard bytes[0] & 0xc0 == 0x80 else { return nil }
    var start = 12 + 4 * Int(bytes[0] & 0x0f)
    if bytes[0] & 0x10 != 0 {
      guard bytes.count >= start + 4 else { return nil }
      start += 4 + 4 * Int(bytes.uint16(at: start + 2))
    }
    guard start <= bytes.count else { return nil }
    guard bytes[0] & 0x20 != 0, !isTruncated else { return start..<bytes.count }
    let padding = Int(bytes[bytes.count - 1])
    guard padding >= 1, start + padding <= bytes.count else { return nil }
    return start..<bytes.count - padding
  }
}
