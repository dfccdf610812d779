import Capture
import NetworkBytes
import RTP

extension Encapsulations {
  /// TURN's ChannelData messages, and Send and Data indications.
  static let turn = Encapsulations(rawValue: 1 << 16)

  /// The names that the report uses.
  var allNames: [String] { names + (contains(.turn) ? ["turn"] : []) }
}

/// What a datagram to or from a TURN server carries for a peer (RFC 8656, sections 11 and 12).
///
/// A channel's number stands for the peer's address, which only the channel's binding tells, long
/// before: such a stream runs between the client and the server.
struct RelayedDatagram {
  /// Where the peer's datagram lies.
  let data: Range<Int>
  /// The peer, where the message names it.
  let peer: SocketAddress?
  /// Whether the peer sent it.
  let isFromPeer: Bool

  /// Nil for what relays no media: media and its RTCP begin with version 2.
  init?(_ bytes: Span<UInt8>, _ kind: DatagramKind) {
    let message =
      switch kind {
      case .turnChannel: Self.channelData(bytes)
      case .stun: Self.indication(bytes)
      default: nil as RelayedDatagram?
      }
    guard let message, message.data.count >= 8, bytes[message.data.lowerBound] & 0xC0 == 0x80
    else { return nil }
    self = message
  }

  private init(data: Range<Int>, peer: SocketAddress?, isFromPeer: Bool) {
    self.data = data
    self.peer = peer
    self.isFromPeer = isFromPeer
  }

  private static func channelData(_ bytes: Span<UInt8>) -> RelayedDatagram? {
    guard bytes.count > 4 else { return nil }
    let length = Int(bytes.uint16(at: 2))
    // Over UDP there may be padding to 4 bytes, and need not be.
    guard (0...3).contains(bytes.count - 4 - length) else { return nil }
    return RelayedDatagram(data: 4..<4 + length, peer: nil, isFromPeer: false)
  }

  private static func indication(_ bytes: Span<UInt8>) -> RelayedDatagram? {
    let type = bytes.uint16(at: 0)
    guard type == 0x0016 || type == 0x0017 else { return nil }
    let end = 20 + Int(bytes.uint16(at: 2))
    var offset = 20
    var data: Range<Int>?
    var peer: SocketAddress?
    while offset + 4 <= end {
      let length = Int(bytes.uint16(at: offset + 2))
      guard offset + 4 + length <= end else { return nil }
      let value = offset + 4..<offset + 4 + length
      switch bytes.uint16(at: offset) {
      case 0x0012: peer = address(bytes, value)
      case 0x0013: data = value
      default: break
      }
      offset = (value.upperBound + 3) & ~3
    }
    guard let data, let peer else { return nil }
    return RelayedDatagram(data: data, peer: peer, isFromPeer: type == 0x0017)
  }

  /// XOR-PEER-ADDRESS: covered with the magic cookie, and for IPv6 the transaction, which stand in
  /// bytes 4 to 19 (RFC 8489, section 14.2).
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
