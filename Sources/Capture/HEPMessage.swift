import NetworkBytes

/// A packet that a probe sends to a Homer server (HEP version 3): the payload that it saw, and
/// between whom.
struct HEPMessage {
  /// Chunk types of the generic vendor (HEP3 specification, table 2).
  private enum Chunk {
    static let sourceIPv4: UInt16 = 3
    static let destinationIPv4: UInt16 = 4
    static let sourceIPv6: UInt16 = 5
    static let destinationIPv6: UInt16 = 6
    static let sourcePort: UInt16 = 7
    static let destinationPort: UInt16 = 8
    static let payload: UInt16 = 15
  }

  private(set) var source = SocketAddress(IPAddress(ipv4: 0), port: 0)
  private(set) var destination = SocketAddress(IPAddress(ipv4: 0), port: 0)
  private(set) var payload = 0..<0

  /// Nil for what is no HEP, contradicts itself, or has no payload that can be read.
  init?(_ bytes: Span<UInt8>) {
    // "HEP3"
    guard bytes.count >= 6, bytes.uint32(at: 0) == 0x4845_5033 else { return nil }
    let end = Int(bytes.uint16(at: 4))
    guard end <= bytes.count else { return nil }
    var offset = 6
    while offset + 6 <= end {
      let length = Int(bytes.uint16(at: offset + 4))
      guard length >= 6, offset + length <= end else { return nil }
      if bytes.uint16(at: offset) == 0 {
        take(bytes.uint16(at: offset + 2), bytes, offset + 6..<offset + length)
      }
      offset += length
    }
    guard !payload.isEmpty else { return nil }
  }

  private mutating func take(_ type: UInt16, _ bytes: Span<UInt8>, _ value: Range<Int>) {
    let field = bytes.extracting(value)
    switch (type, field.count) {
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
    case (Chunk.payload, 1...): payload = value
    default: break
    }
  }

  private static func ipv6(_ field: Span<UInt8>) -> IPAddress {
    IPAddress(ipv6High: field.uint64(at: 0), low: field.uint64(at: 8))
  }
}
