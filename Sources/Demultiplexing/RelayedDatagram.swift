import NetworkBytes
import RTP

/// What a datagram to or from a TURN server carries for a peer (RFC 8656, sections 11 and 12).
struct RelayedDatagram {
  /// What the message says of the peer.
  enum Peer {
    case sent(SocketAddress)
    case receives(SocketAddress)
    /// Only its channel, which `RelayBindings` may know.
    case channel(UInt16)
  }

  /// Where the peer's datagram lies.
  let data: Range<Int>
  let peer: Peer

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

  private init(data: Range<Int>, peer: Peer) {
    self.data = data
    self.peer = peer
  }

  private static func channelData(_ bytes: Span<UInt8>) -> RelayedDatagram? {
    guard bytes.count > 4 else { return nil }
    let length = Int(bytes.uint16(at: 2))
    // Over UDP there may be padding to 4 bytes, and need not be.
    guard (0...3).contains(bytes.count - 4 - length) else { return nil }
    return RelayedDatagram(data: 4..<4 + length, peer: .channel(bytes.uint16(at: 0)))
  }

  private static func indication(_ bytes: Span<UInt8>) -> RelayedDatagram? {
    let type = bytes.uint16(at: 0)
    guard type == STUNMessage.sendIndication || type == STUNMessage.dataIndication,
      let message = STUNMessage(bytes), let data = message.data, let peer = message.peer
    else { return nil }
    let isFromPeer = type == STUNMessage.dataIndication
    return RelayedDatagram(data: data, peer: isFromPeer ? .sent(peer) : .receives(peer))
  }
}
