import NetworkBytes

/// A record of DTLS in a datagram (RFC 6347, section 4.1; RFC 9147, section 4).
struct DTLSRecord {
  static let headerBytes = 13
  static let handshake: UInt8 = 22

  /// Nil for a record of DTLS 1.3 whose header hides it, as all do that are encrypted.
  let contentType: UInt8?
  /// 0 for what is in clear; at most its lowest bits in a record of DTLS 1.3.
  let epoch: UInt16
  /// Where its content lies in the datagram.
  let content: Range<Int>

  /// Reads the record that begins at `offset`; nil where there is none, or it breaks off.
  init?(_ datagram: Span<UInt8>, at offset: Int) {
    guard offset < datagram.count else { return nil }
    switch datagram[offset] {
    case 20...26: self.init(plain: datagram, at: offset)
    case 32...63: self.init(unified: datagram, at: offset)
    default: return nil
    }
  }

  private init?(plain datagram: Span<UInt8>, at offset: Int) {
    let start = offset + Self.headerBytes
    guard start <= datagram.count, Self.isVersion(datagram.uint16(at: offset + 1)) else {
      return nil
    }
    let end = start + Int(datagram.uint16(at: offset + 11))
    guard end <= datagram.count else { return nil }
    (contentType, epoch, content) = (
      datagram[offset], datagram.uint16(at: offset + 3), start..<end
    )
  }

  /// Reads the unified header of DTLS 1.3 (RFC 9147, section 4).
  ///
  /// 001CSLEE, then connection ID, sequence number and length as the bits say. The length of a connection ID is not
  /// known, so a record with one ends the datagram.
  private init?(unified datagram: Span<UInt8>, at offset: Int) {
    let flags = datagram[offset]
    var start = offset + 1 + (flags & 0x08 != 0 ? 2 : 1)
    var end = datagram.count
    if flags & 0x14 == 0x04 {
      start += 2
      guard start <= datagram.count else { return nil }
      end = start + Int(datagram.uint16(at: start - 2))
    }
    guard start <= end, end <= datagram.count else { return nil }
    (contentType, epoch, content) = (nil, UInt16(flags & 3), start..<end)
  }

  private static func isVersion(_ version: UInt16) -> Bool {
    version == 0xFEFF || version == 0xFEFD || version == 0xFEFC
  }
}
