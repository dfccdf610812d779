package import NetworkBytes

/// A packet that a probe sends to a Homer server (HEP versions 1 to 3): the payload that it saw,
/// when, and between whom.
package struct HEPMessage {
  /// Chunk types of the generic vendor (HEP3 specification, table 2).
  private enum Chunk {
    static let sourceIPv4: UInt16 = 3
    static let destinationIPv4: UInt16 = 4
    static let sourceIPv6: UInt16 = 5
    static let destinationIPv6: UInt16 = 6
    static let sourcePort: UInt16 = 7
    static let destinationPort: UInt16 = 8
    static let seconds: UInt16 = 9
    static let microseconds: UInt16 = 10
    static let protocolType: UInt16 = 11
    static let payload: UInt16 = 15
  }

  /// The letters "HEP3".
  private static let identifier: UInt32 = 0x4845_5033
  /// A probe's clock that differs by more than this from that of the capture, in ns, is not set.
  private static let largestDifference: Int64 = 3_600_000_000_000

  package internal(set) var source = SocketAddress(IPAddress(ipv4: 0), port: 0)
  package internal(set) var destination = SocketAddress(IPAddress(ipv4: 0), port: 0)
  /// Where the payload lies.
  package internal(set) var payload = 0..<0
  /// When the probe captured the payload, ns since 1970; the time of the message itself where the
  /// probe does not say, or its clock is not set.
  package internal(set) var time: Int64
  /// Whether the payload is what the probe makes of packets, such as RTCP as JSON, and no packet.
  package private(set) var isReport = false
  private var seconds: UInt32 = 0
  private var microseconds: UInt32 = 0

  /// The length of the message of version 3 that the bytes begin with; nil for something else, and
  /// for less than 6 bytes.
  package static func length(of bytes: Span<UInt8>) -> Int? {
    guard bytes.count >= 6, bytes.uint32(at: 0) == identifier else { return nil }
    let length = Int(bytes.uint16(at: 4))
    return length >= 6 ? length : nil
  }

  /// Reads a message that was captured at `time`, ns since 1970.
  ///
  /// Nil for what is no HEP, contradicts itself, or has no payload that can be read.
  package init?(_ bytes: Span<UInt8>, at time: Int64) {
    self.time = time
    guard let end = Self.length(of: bytes) else {
      guard readFixedHeader(bytes) else { return nil }
      return
    }
    guard end <= bytes.count else { return nil }
    var type: UInt8 = 0
    var offset = 6
    while offset + 6 <= end {
      let length = Int(bytes.uint16(at: offset + 4))
      guard length >= 6, offset + length <= end else { return nil }
      if bytes.uint16(at: offset) == 0 {
        take(bytes.uint16(at: offset + 2), bytes, offset + 6..<offset + length, &type)
      }
      offset += length
    }
    guard !payload.isEmpty else { return nil }
    // SIP, XMPP, SDP and RTP are types 1 to 4; from 5 on (RTCP) there is JSON.
    isReport = type > 4 && bytes[payload.lowerBound] == UInt8(ascii: "{")
    setTime(seconds, microseconds)
  }

  private mutating func take(
    _ chunk: UInt16, _ bytes: Span<UInt8>, _ value: Range<Int>, _ type: inout UInt8
  ) {
    let field = bytes.extracting(value)
    switch (chunk, field.count) {
    case (Chunk.sourceIPv4, 4):
      source = SocketAddress(IPAddress(ipv4: field.uint32(at: 0)), port: source.port)
    case (Chunk.destinationIPv4, 4):
      destination = SocketAddress(IPAddress(ipv4: field.uint32(at: 0)), port: destination.port)
    case (Chunk.sourceIPv6, 16):
      source = SocketAddress(Self.ipv6(field), port: source.port)
    case (Chunk.destinationIPv6, 16):
      destination = SocketAddress(Self.ipv6(field), port: destination.port)
    case (Chunk.sourcePort, 2):
      source = SocketAddress(source.address, port: field.uint16(at: 0))
    case (Chunk.destinationPort, 2):
      destination = SocketAddress(destination.address, port: field.uint16(at: 0))
    case (Chunk.seconds, 4): seconds = field.uint32(at: 0)
    case (Chunk.microseconds, 4): microseconds = field.uint32(at: 0)
    case (Chunk.protocolType, 1): type = field[0]
    case (Chunk.payload, 1...): payload = value
    default: break
    }
  }

  static func ipv6(_ field: Span<UInt8>) -> IPAddress {
    IPAddress(ipv6High: field.uint64(at: 0), low: field.uint64(at: 8))
  }

  /// Takes the probe's time if it makes sense; whether it does.
  @discardableResult
  mutating func setTime(_ seconds: UInt32, _ microseconds: UInt32) -> Bool {
    let claimed = Int64(seconds) * 1_000_000_000 + Int64(microseconds) * 1000
    guard microseconds < 1_000_000, seconds > 0,
      (claimed &- time).magnitude <= Self.largestDifference.magnitude
    else { return false }
    time = claimed
    return true
  }
}
