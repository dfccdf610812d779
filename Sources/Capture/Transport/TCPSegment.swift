import NetworkBytes

/// The fields of a TCP header that matter for putting bytes in order (RFC 9293, section 3.1).
struct TCPSegment {
  let sourcePort: UInt16
  let destinationPort: UInt16
  /// Of the first byte of data: a SYN takes one number before it.
  let sequenceNumber: UInt32
  let isSynchronize: Bool
  let isReset: Bool
  /// Where the data start.
  let dataOffset: Int
  /// Data bytes captured.
  let captured: Int
  /// Data bytes that were sent.
  let claimed: Int

  /// Reads a segment of which `claimed` bytes were sent and `bytes` captured.
  init(_ bytes: Span<UInt8>, claimed length: Int) throws(HeaderFault) {
    guard bytes.count >= 20 else { throw .short }
    sourcePort = bytes.uint16(at: 0)
    destinationPort = bytes.uint16(at: 2)
    dataOffset = Int(bytes[12] >> 4) * 4
    guard dataOffset >= 20, dataOffset <= length else { throw .malformed }
    let flags = bytes[13]
    isSynchronize = flags & 0x02 != 0
    isReset = flags & 0x04 != 0
    sequenceNumber = bytes.uint32(at: 4) &+ (isSynchronize ? 1 : 0)
    captured = max(0, bytes.count - dataOffset)
    claimed = length - dataOffset
  }
}
