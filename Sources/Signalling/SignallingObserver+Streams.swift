package import NetworkBytes

/// One direction of a TCP connection.
struct StreamKey: Hashable {
  let connection: Int
  let source: SocketAddress
}

extension SignallingObserver {
  /// Takes in the next bytes of one direction of a TCP connection.
  ///
  /// A connection is taken for SIP from the first segment on that begins with a message; others cost
  /// a look at their first bytes. A message has the time of the segment that completes it.
  ///
  /// - Parameters:
  ///   - connection: the connection's number, which both directions may share.
  ///   - isDiscontinuous: whether bytes are missing before these; the message that they belong to is
  ///     lost, and counted as malformed.
  /// - Returns: whether it is taken for SIP.
  @discardableResult
  package mutating func receive(
    stream: Span<UInt8>, connection: Int, isDiscontinuous: Bool, at time: Int64,
    from source: SocketAddress, to destination: SocketAddress
  ) -> Bool {
    let key = StreamKey(connection: connection, source: source)
    let known = framers.isEmpty ? nil : framers.removeValue(forKey: key)
    guard var framer = known ?? newFramer(for: stream) else { return false }
    pendingBytes -= framer.pendingBytes
    let malformedBefore = framer.malformed
    framer.append(stream, isDiscontinuous: isDiscontinuous)
    while let message = framer.nextMessage() {
      receive(message: message, at: time, on: Hop(source: source, destination: destination))
    }
    if framer.isHopeless { return false }
    counters.malformed += framer.malformed - malformedBefore
    pendingBytes += framer.pendingBytes
    framers[key] = framer
    if pendingBytes > SignallingLimits.pendingBytes || framers.count > SignallingLimits.connections
    {
      giveUpStreams()
    }
    return true
  }

  private func newFramer(for segment: Span<UInt8>) -> SIPFramer? {
    segment.isEmpty || SIPLikeness(segment) == .no ? nil : SIPFramer()
  }

  /// Begins anew with all connections, which costs no more than their unfinished messages.
  private mutating func giveUpStreams() {
    counters.malformed += framers.values.count { $0.pendingBytes > 0 }
    framers = [:]
    pendingBytes = 0
  }
}
