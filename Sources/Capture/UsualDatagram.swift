package import NetworkBytes

/// A UDP datagram the way nearly all of a voice trace has it: IPv4 without options, whole, and with
/// a payload that begins as RTP does, which no tunnel's does.
///
/// What this does not take, `PacketDecoder` reads. It exists for speed alone: both headers are 28
/// bytes, so one check of the length is enough for all of their fields and the first byte behind.
package struct UsualDatagram {
  /// Bytes that are looked at: both headers, and the first byte of the payload.
  static let window = 29

  /// Capture time in nanoseconds since 1970-01-01 UTC.
  package internal(set) var time: Int64 = 0
  /// Index of the input in `PacketSource.inputs`.
  package internal(set) var input = 0
  /// Number of the packet in its input, from 1.
  package internal(set) var number = 0
  /// Source and destination address, in the upper and the lower half.
  package private(set) var addresses: UInt64 = 0
  /// Source and destination port, in the upper and the lower half.
  package private(set) var ports: UInt32 = 0
  /// Where the payload starts in the chunk that was read.
  var start = 0
  /// Bytes of the payload.
  private(set) var count = 0

  /// Reads the window of a packet that has `captured` bytes from the IP header on; false for what is unusual in any way.
  @inline(__always)
  mutating func read(_ header: Span<UInt8>, captured: Int) -> Bool {
    let total = Int(header.uint16(at: 2))
    let length = Int(header.uint16(at: 24))
    guard header[0] == 0x45, header.uint16(at: 6) & 0x3FFF == 0, header[9] == 17,
      header[28] & 0xC8 == 0x80, total <= captured, length > 8, length &+ 20 <= total
    else { return false }
    addresses = header.uint64(at: 12)
    ports = header.uint32(at: 20)
    count = length &- 8
    return true
  }

  package var source: SocketAddress {
    SocketAddress(
      IPAddress(ipv4: UInt32(truncatingIfNeeded: addresses >> 32)),
      port: UInt16(truncatingIfNeeded: ports >> 16))
  }

  package var destination: SocketAddress {
    SocketAddress(
      IPAddress(ipv4: UInt32(truncatingIfNeeded: addresses)),
      port: UInt16(truncatingIfNeeded: ports))
  }
}
