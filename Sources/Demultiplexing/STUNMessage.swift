import NetworkBytes

/// A message of STUN, as far as TURN tells by it who is relayed to whom (RFC 8489, section 5;
/// RFC 8656, sections 17 and 18).
struct STUNMessage {
  static let allocateResponse: UInt16 = 0x0103
  static let channelBindRequest: UInt16 = 0x0009
  static let channelBindResponse: UInt16 = 0x0109
  static let sendIndication: UInt16 = 0x0016
  static let dataIndication: UInt16 = 0x0017

  /// The transaction, which a response has in common with its request.
  struct Transaction: Hashable {
    let high: UInt32
    let low: UInt64
  }

  let type: UInt16
  let transaction: Transaction
  /// CHANNEL-NUMBER.
  private(set) var channel: UInt16?
  /// XOR-PEER-ADDRESS.
  private(set) var peer: SocketAddress?
  /// XOR-RELAYED-ADDRESS.
  private(set) var relayed: SocketAddress?
  /// Where DATA lies.
  private(set) var data: Range<Int>?

  /// Reads a datagram that `DatagramKind` takes for STUN; nil where an attribute breaks off.
  init?(_ bytes: Span<UInt8>) {
    guard bytes.count >= 20 else { return nil }
    type = bytes.uint16(at: 0)
    transaction = Transaction(high: bytes.uint32(at: 8), low: bytes.uint64(at: 12))
    let end = 20 + Int(bytes.uint16(at: 2))
    guard end <= bytes.count else { return nil }
    var offset = 20
    while offset + 4 <= end {
      let length = Int(bytes.uint16(at: offset + 2))
      guard offset + 4 + length <= end else { return nil }
      let value = offset + 4..<offset + 4 + length
      switch bytes.uint16(at: offset) {
      case 0x000C where length >= 2: channel = bytes.uint16(at: value.lowerBound)
      case 0x0012: peer = Self.address(bytes, value)
      case 0x0013: data = value
      case 0x0016: relayed = Self.address(bytes, value)
      default: break
      }
      offset = (value.upperBound + 3) & ~3
    }
  }

  /// An address covered with the magic cookie, and for IPv6 the transaction, which stand in bytes 4
  /// to 19 (RFC 8489, section 14.2).
  private static func address(_ bytes: Span<UInt8>, _ value: Range<Int>) -> SocketAddress? {
    let start = value.lowerBound
    guard value.count >= 8 else { return nil }
    let port = bytes.uint16(at: start + 2) ^ bytes.uint16(at: 4)
    switch (bytes[start + 1], value.count) {
    case (1, 8):
      let address = bytes.uint32(at: start + 4) ^ bytes.uint32(at: 4)
      return SocketAddress(IPAddress(ipv4: address), port: port)
    case (2, 20):
      let high = bytes.uint64(at: start + 4) ^ bytes.uint64(at: 4)
      let low = bytes.uint64(at: start + 12) ^ bytes.uint64(at: 12)
      return SocketAddress(IPAddress(ipv6High: high, low: low), port: port)
    default: return nil
    }
  }
}
