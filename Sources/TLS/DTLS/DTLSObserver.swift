package import NetworkBytes

/// Watches all datagrams of DTLS in a trace, and knows the associations by their addresses.
package struct DTLSObserver: Sendable {
  /// Pairs of addresses that were not followed, as there were too many (65,536).
  package private(set) var unfollowed = 0
  /// How often all hellos that waited for fragments were given up, as these took too much room (8 MB).
  package private(set) var drops = 0

  private var handshakes: [AddressPair: DTLSHandshake] = [:]
  /// Bytes of hellos that wait for fragments.
  private(set) var pendingBytes = 0

  /// Has seen nothing yet.
  package init() {}

  /// Takes in a datagram that `looksLikeDTLS`.
  ///
  /// - Returns: whether it told of a handshake anything that was not known, so that keys may be there now.
  package mutating func receive(
    _ datagram: Span<UInt8>, from source: SocketAddress, to destination: SocketAddress
  ) -> Bool {
    let pair = AddressPair(source, destination)
    if handshakes[pair] == nil {
      guard handshakes.count < TLSLimits.pairs else {
        unfollowed += 1
        return false
      }
      handshakes[pair] = DTLSHandshake(between: source, and: destination)
    }
    let before = handshakes[pair]?.pendingBytes ?? 0
    let isNews = handshakes[pair]?.receive(datagram, from: source, to: destination) ?? false
    pendingBytes += (handshakes[pair]?.pendingBytes ?? 0) - before
    if pendingBytes > TLSLimits.fragmentBytes {
      for index in handshakes.values.indices { handshakes.values[index].dropFragments() }
      pendingBytes = 0
      drops += 1
    }
    return isNews
  }

  /// Whether DTLS was seen between two addresses.
  package func isDTLS(between first: SocketAddress, and second: SocketAddress) -> Bool {
    handshakes[AddressPair(first, second)] != nil
  }

  /// The handshakes between two addresses, the oldest first.
  package func associations(
    between first: SocketAddress, and second: SocketAddress
  ) -> [DTLSAssociation] {
    handshakes[AddressPair(first, second)]?.associations ?? []
  }

  /// All handshakes, in no order: media may go another way than its handshake, as ICE and relays have it.
  package var associations: [DTLSAssociation] {
    handshakes.values.flatMap(\.associations)
  }
}
