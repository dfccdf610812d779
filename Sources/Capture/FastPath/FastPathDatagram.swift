package import NetworkBytes

/// A datagram of the fast path, which nearly all packets of a voice trace suit: IPv4 without options, whole, and with
/// a payload that begins as RTP does, which no tunnel's does.
///
/// What this does not take, `PacketDecoder` reads. It exists for speed alone: both headers are 28
/// bytes, so one check of the length is enough for all of their fields and the first byte behind.
package struct FastPathDatagram: BitwiseCopyable {
  /// Bytes that are looked at: both headers, and the first byte of the payload.
  static let window = 29

  /// Capture time in nanoseconds since 1970-01-01 UTC.
  package let time: Int64
  /// Source and destination address, in the upper and the lower half.
  package let addresses: UInt64
  /// Source and destination port, in the upper and the lower half.
  package let ports: UInt32
  /// Where the payload starts in the chunk that was read.
  package let start: UInt32
  /// Bytes of the payload.
  package let count: UInt32

  /// Reads the window, which begins at the IP header; nil for a packet that differs in any way.
  ///
  /// The packet has `captured` bytes from there on, and `start` is where that is in the chunk.
  @inline(__always)
  init?(_ header: Span<UInt8>, captured: Int, start: Int, time: Int64) {
    let total = Int(header.uint16(at: 2))
    let length = Int(header.uint16(at: 24))
    guard header[0] == 0x45, header.uint16(at: 6) & 0x3FFF == 0, header[9] == 17,
      header[28] & 0xC8 == 0x80, total <= captured, length > 8, length &+ 20 <= total
    else { return nil }
    self.time = time
    addresses = header.uint64(at: 12)
    ports = header.uint32(at: 20)
    self.start = UInt32(truncatingIfNeeded: start &+ 28)
    count = UInt32(truncatingIfNeeded: length &- 8)
  }

  /// Takes the place of one that is yet to come.
  static var none: FastPathDatagram { FastPathDatagram() }

  private init() { (time, addresses, ports, start, count) = (0, 0, 0, 0, 0) }

  /// The payload, in the chunk that the datagram was found in.
  @_lifetime(copy chunk)
  package func payload(in chunk: Span<UInt8>) -> Span<UInt8> {
    chunk.extracting(Int(start)..<Int(start) &+ Int(count))
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
