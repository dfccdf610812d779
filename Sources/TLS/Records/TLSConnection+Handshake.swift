import Cryptography

extension TLSConnection {
  /// Notes what a message in clear says, or one of a handshake that TLS 1.2 repeats under encryption.
  func handle(_ event: HandshakeMessages.Event, from side: Side) throws(TLSError) {
    switch event {
    case .clientHello(let hello):
      guard client ?? side == side else { throw .damaged }
      client = side
      offersSIP = hello.offersSIP
      try negotiations.add(hello)
    case .serverHello(let hello):
      guard client ?? side.other == side.other else { throw .damaged }
      client = side.other
      try negotiations.add(hello)
    case .malformed: throw .damaged
    case .finished, .keyUpdate: break
    }
  }

  /// Notes what a message under encryption says.
  func handleSealed(_ event: HandshakeMessages.Event, _ side: Side) throws(TLSError) {
    guard case .sealed(let epoch) = self[side].phase, let secret = epoch.trafficSecret else {
      return try handle(event, from: side)
    }
    switch event {
    case .finished where epoch.isHandshake: self[side].phase = .handshakeOver
    case .keyUpdate where !epoch.isHandshake:
      self[side].phase = .sealed(try updatedEpoch(side, secret))
    default: break
    }
  }

  /// Changes to the keys of a handshake of TLS 1.2.
  func change(_ side: Side, to epoch: Epoch) {
    self[side].phase = .sealed(epoch)
    self[side].keyChanges += 1
    negotiations.forget(before: min(first.keyChanges, second.keyChanges))
  }

  /// Says what a direction waits for; false, as reading cannot go on.
  func wait(_ side: Side, _ error: TLSError) -> Bool {
    self[side].waitsFor = error
    return false
  }
}
