package import NetworkBytes

/// Two transport addresses, whichever stands first.
package struct AddressPair: Hashable, Sendable {
  let first: SocketAddress
  let second: SocketAddress

  package init(_ first: SocketAddress, _ second: SocketAddress) {
    (self.first, self.second) = (first, second)
  }

  package static func == (left: AddressPair, right: AddressPair) -> Bool {
    (left.first == right.first && left.second == right.second)
      || (left.first == right.second && left.second == right.first)
  }

  package func hash(into hasher: inout Hasher) {
    // The same for both orders; the system's seed is in each.
    hasher.combine(first.hashValue &+ second.hashValue)
  }
}
