package import NetworkBytes

/// Watches the datagrams between two transport addresses for handshakes of DTLS.
///
/// It stands outside, and reads what is in clear: ClientHello and ServerHello, in any number of records and fragments,
/// repeated or out of order. Each handshake gives an association; a second one on the same addresses gives another.
package struct DTLSHandshake: Sendable {
  /// The handshakes seen, the oldest first; at most 8, past which the oldest is forgotten.
  package private(set) var associations: [DTLSAssociation] = []

  private let first: SocketAddress
  /// Of the datagrams from `first`, and of the others.
  private var fragments = (HelloFragments(), HelloFragments())

  /// Begins with nothing seen between two addresses.
  package init(between first: SocketAddress, and second: SocketAddress) {
    self.first = first
  }

  /// Bytes of hellos that wait for fragments.
  var pendingBytes: Int { fragments.0.pendingBytes + fragments.1.pendingBytes }

  /// Gives up the hellos that wait for fragments.
  mutating func dropFragments() { fragments = (HelloFragments(), HelloFragments()) }

  /// Takes in a datagram that `looksLikeDTLS`, of either direction.
  ///
  /// - Returns: whether it told of a handshake anything that was not known.
  package mutating func receive(
    _ datagram: Span<UInt8>, from source: SocketAddress, to destination: SocketAddress
  ) -> Bool {
    var isNews = false
    var offset = 0
    while let record = DTLSRecord(datagram, at: offset) {
      offset = record.content.upperBound
      // What follows in the direction, once keys are there, is encrypted under another epoch.
      guard record.contentType == DTLSRecord.handshake, record.epoch == 0 else { continue }
      var content = record.content
      while let fragment = HandshakeFragment(datagram, in: content) {
        content = fragment.content.upperBound..<content.upperBound
        if receive(fragment, datagram, from: source, to: destination) { isNews = true }
      }
    }
    return isNews
  }

  private mutating func receive(
    _ fragment: HandshakeFragment, _ datagram: Span<UInt8>, from source: SocketAddress,
    to destination: SocketAddress
  ) -> Bool {
    guard fragment.type == ClientHello.type || fragment.type == ServerHello.type,
      let body =
        source == first
        ? fragments.0.insert(fragment, datagram) : fragments.1.insert(fragment, datagram)
    else { return false }
    if fragment.type == ClientHello.type {
      guard let hello = ClientHello(body.span, isDTLS: true) else { return false }
      return add(hello, from: source, to: destination)
    }
    guard let hello = ServerHello(body.span), !hello.isRetryRequest else { return false }
    return add(hello, from: source, to: destination)
  }

  private mutating func add(
    _ hello: ClientHello, from client: SocketAddress, to server: SocketAddress
  ) -> Bool {
    // The answer to a HelloVerifyRequest or HelloRetryRequest has the random of the first one.
    let isKnown = associations.contains {
      $0.client == client && $0.clientHello?.random == hello.random
    }
    guard !isKnown else { return false }
    if let last = associations.last, last.client == client, last.clientHello == nil {
      // Merged traces show an answer before the question.
      associations[associations.count - 1].clientHello = hello
    } else {
      append(DTLSAssociation(client: client, server: server, clientHello: hello))
    }
    return true
  }

  private mutating func add(
    _ hello: ServerHello, from server: SocketAddress, to client: SocketAddress
  ) -> Bool {
    let ofServer = associations.indices.filter { associations[$0].server == server }
    guard !ofServer.contains(where: { associations[$0].serverHello?.random == hello.random })
    else { return false }
    if let last = ofServer.last, associations[last].serverHello == nil {
      associations[last].serverHello = hello
    } else {
      let clientHello = ofServer.last.flatMap { associations[$0].clientHello }
      append(
        DTLSAssociation(
          client: client, server: server, clientHello: clientHello, serverHello: hello))
    }
    return true
  }

  private mutating func append(_ association: DTLSAssociation) {
    if associations.count == TLSLimits.associations { associations.removeFirst() }
    associations.append(association)
  }
}
