import NetworkBytes

/// What clients and TURN servers have agreed on: which peer a channel stands for, and from which of
/// the server's addresses the peers see a client.
///
/// So relayed media bear the addresses that they have between server and peer, and are one stream
/// with what is captured there. Where the trace does not show the agreement, the client's own
/// address stands for the relayed one, and the server's for the peer.
struct RelayBindings {
  private struct Path: Hashable {
    let client: SocketAddress
    let server: SocketAddress
  }

  private struct Channel: Hashable {
    let path: Path
    let number: UInt16
  }

  private struct Request {
    let channel: Channel
    let peer: SocketAddress
  }

  /// Channels, allocations and requests that are remembered, each: past it, all are forgotten, and
  /// learnt again when the client refreshes them.
  private static let limit = 65_536

  private var peers: [Channel: SocketAddress] = [:]
  private var relayed: [Path: SocketAddress] = [:]
  private var requests: [STUNMessage.Transaction: Request] = [:]
  /// Times that all was forgotten.
  private(set) var losses = 0

  /// Takes in a message of STUN, most of which say nothing of this.
  mutating func learn(
    from bytes: Span<UInt8>, from source: SocketAddress, to destination: SocketAddress
  ) {
    switch bytes.uint16(at: 0) {
    case STUNMessage.channelBindRequest:
      guard let message = STUNMessage(bytes), let number = message.channel,
        let peer = message.peer
      else { return }
      let channel = Channel(path: Path(client: source, server: destination), number: number)
      requests[message.transaction] = Request(channel: channel, peer: peer)
      // The answer may not be in the trace. But a channel that is bound stays so if it is refused.
      if peers[channel] == nil { peers[channel] = peer }
    case STUNMessage.channelBindResponse:
      guard let message = STUNMessage(bytes),
        let request = requests.removeValue(forKey: message.transaction)
      else { return }
      peers[request.channel] = request.peer
    case STUNMessage.allocateResponse:
      guard let message = STUNMessage(bytes), let address = message.relayed else { return }
      relayed[Path(client: destination, server: source)] = address
    default: return
    }
    guard max(peers.count, relayed.count, requests.count) > Self.limit else { return }
    losses += 1
    (peers, relayed, requests) = ([:], [:], [:])
  }

  /// Between whom a datagram goes that a message from `source` to `destination` carries.
  func ends(
    of datagram: RelayedDatagram, from source: SocketAddress, to destination: SocketAddress
  ) -> (source: SocketAddress, destination: SocketAddress) {
    let (sent, received) = (
      Path(client: source, server: destination), Path(client: destination, server: source)
    )
    switch datagram.peer {
    case .receives(let peer): return (relayed[sent] ?? source, peer)
    case .sent(let peer): return (peer, relayed[received] ?? destination)
    case .channel(let number):
      if let peer = peers[Channel(path: sent, number: number)] {
        return (relayed[sent] ?? source, peer)
      }
      if let peer = peers[Channel(path: received, number: number)] {
        return (peer, relayed[received] ?? destination)
      }
      return (source, destination)
    }
  }
}
