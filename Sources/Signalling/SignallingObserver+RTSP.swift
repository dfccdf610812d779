package import NetworkBytes

extension SignallingObserver {
  /// Takes in a whole message of RTSP, which came over TCP.
  ///
  /// A medium that is set up is announced for where the client receives it: a UDP port, or a channel
  /// of the connection.
  package mutating func receive(
    rtsp bytes: Span<UInt8>, at time: Int64, from source: SocketAddress,
    to destination: SocketAddress
  ) {
    guard let message = RTSPMessage(bytes.copied[...]) else {
      counters.malformed += 1
      return
    }
    switch message.startLine {
    case .request:
      let hop = Hop(source: source, destination: destination)
      if change(hop, { $0.receive(request: message) }) { counters.unfollowed += 1 }
    case .response:
      let hop = Hop(source: destination, destination: source)
      guard let (medium, transport) = change(hop, { $0.receive(response: message) }) else { return }
      announce(medium, by: transport, on: hop, at: time)
    }
  }

  /// Changes what is known of a connection, `hop` leading from its client to its server.
  private mutating func change<Result>(
    _ hop: Hop, _ change: (inout RTSPSession) -> Result
  ) -> Result {
    var session = rtspSessions.removeValue(forKey: hop) ?? RTSPSession()
    rtspBytes -= session.bytes
    let result = change(&session)
    rtspBytes += session.bytes
    if rtspSessions.count >= SignallingLimits.rtspSessions
      || rtspBytes > SignallingLimits.rtspBytes
    {
      counters.unfollowed += rtspSessions.count
      rtspSessions = [:]
      rtspBytes = session.bytes
    }
    rtspSessions[hop] = session
    return result
  }

  private mutating func announce(
    _ medium: MediaDescription, by transport: RTSPTransport, on hop: Hop, at time: Int64
  ) {
    var medium = medium
    var address = hop.source
    if transport.channel == nil {
      guard let port = transport.clientPort ?? transport.port else { return }
      address = SocketAddress(transport.destination ?? hop.source.address, port: port)
    }
    // A server describes its media with port 0, which elsewhere refuses them.
    medium.port = address.port
    medium.portCount = 1
    add(
      MediaAnnouncement(
        time: time, call: nil, party: .caller, address: address, media: medium, isAnswer: true,
        channel: transport.channel))
  }
}
