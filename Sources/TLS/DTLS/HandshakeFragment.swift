import NetworkBytes

/// A part of a handshake message of DTLS, or all of it (RFC 6347, section 4.2.2).
struct HandshakeFragment {
  static let headerBytes = 12

  let type: UInt8
  /// Of the whole message.
  let length: Int
  /// Counts the messages of one side.
  let sequence: UInt16
  /// Where the part belongs in the message.
  let offset: Int
  /// Where the part lies in the datagram.
  let content: Range<Int>

  /// Reads the fragment that begins the bytes of `range`; nil where it breaks off or does not fit its message.
  init?(_ datagram: Span<UInt8>, in range: Range<Int>) {
    guard range.count >= Self.headerBytes else { return nil }
    let start = range.lowerBound
    type = datagram[start]
    length = Int(datagram.uint32(at: start) & 0xFF_FFFF)
    sequence = datagram.uint16(at: start + 4)
    offset = Int(datagram.uint32(at: start + 5) & 0xFF_FFFF)
    let count = Int(datagram.uint32(at: start + 8) & 0xFF_FFFF)
    guard offset + count <= length, count <= range.count - Self.headerBytes else { return nil }
    content = start + Self.headerBytes..<start + Self.headerBytes + count
  }

  var isWhole: Bool { content.count == length }
}
