/// The hellos of a connection: the first of either side, and in TLS 1.2 those that renegotiate.
///
/// The directions are read apart, and one may be behind: the n-th hello of the client belongs to the n-th of the server,
/// and to the n-th change of keys of either.
struct Negotiations {
  /// The hellos of one handshake.
  struct Negotiation {
    fileprivate(set) var clientHello: ClientHello?
    fileprivate(set) var serverHello: ServerHello?
    /// Known with the first answer of the server, be it only a HelloRetryRequest.
    fileprivate(set) var version: ProtocolVersion?
  }

  private var negotiations: [Negotiation] = []
  /// Of those that are over and forgotten.
  private var base = 0
  private var clientHellos = 0
  private var serverHellos = 0

  /// The handshake with this number, as far as it was seen.
  subscript(number: Int) -> Negotiation {
    let index = number - base
    return negotiations.indices.contains(index) ? negotiations[index] : Negotiation()
  }

  /// Notes a hello of the client.
  mutating func add(_ hello: ClientHello) throws(TLSError) {
    // The second hello after a HelloRetryRequest has the random of the first.
    guard hello.random != self[clientHellos - 1].clientHello?.random else { return }
    try update(clientHellos) { $0.clientHello = hello }
    clientHellos += 1
  }

  /// Notes a hello of the server.
  mutating func add(_ hello: ServerHello) throws(TLSError) {
    try update(serverHellos) { negotiation in
      negotiation.version = hello.version
      if !hello.isRetryRequest { negotiation.serverHello = hello }
    }
    if !hello.isRetryRequest { serverHellos += 1 }
  }

  /// Forgets the handshakes before this one, which both directions have behind them.
  mutating func forget(before number: Int) {
    let count = min(number - base, negotiations.count)
    guard count > 0 else { return }
    negotiations.removeFirst(count)
    base += count
  }

  private mutating func update(
    _ number: Int, _ change: (inout Negotiation) -> Void
  ) throws(TLSError) {
    let index = number - base
    guard index < TLSLimits.negotiations else { throw .damaged }
    while negotiations.count <= index { negotiations.append(Negotiation()) }
    change(&negotiations[index])
  }
}
