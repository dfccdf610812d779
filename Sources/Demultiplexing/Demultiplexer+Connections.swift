import Capture
package import NetworkBytes
import RTP
import Signalling

extension Demultiplexer {
  /// Takes in-order bytes of a TCP connection, which may be SIP, RTSP or media; the streams that
  /// they bring packets of are in `fed`.
  package mutating func receive(
    stream bytes: Span<UInt8>, connection index: Int, isDiscontinuous: Bool,
    from source: SocketAddress, to destination: SocketAddress, at time: Int64, number: Int,
    place: PacketPlace
  ) {
    fed.removeAll(keepingCapacity: true)
    let segment = StreamSegment(
      connection: index, isDiscontinuous: isDiscontinuous, source: source,
      destination: destination,
      origin: MediaConnection.Origin(time: time, number: number, place: place))
    var connection = connections.take(index, from: source, to: destination)
    if isDiscontinuous { connection.restart() }
    // What Wireshark exported of a connection is in clear; the connection itself may be in the trace, too.
    if !connection.isMedia, !place.encapsulations.contains(.exportedPDU),
      receiveTLS(bytes, behind: connection.buffer.span, segment)
    {
      connections.put(MediaConnection(), at: index)
    } else {
      receive(bytes, segment, on: connection)
    }
  }

  /// Takes in bytes that are in clear.
  mutating func receive(
    _ bytes: Span<UInt8>, _ segment: StreamSegment, on connection: consuming MediaConnection
  ) {
    let (source, destination) = (segment.source, segment.destination)
    let mayBeSIP = !connection.isMedia && !RTSPMessage.begins(bytes)
    if mayBeSIP,
      signalling.receive(
        stream: bytes, connection: segment.connection, isDiscontinuous: segment.isDiscontinuous,
        at: segment.origin.time, from: source, to: destination)
    {
      connections.put(MediaConnection(), at: segment.connection)
      secureSIP.note(segment)
      learn()
      return
    }
    connection.append(bytes, segment.origin)
    drain(&connection, from: source, to: destination)
    connections.put(connection, at: segment.connection)
  }

  /// Ends all connections: what waits is searched once more.
  mutating func finishConnections() {
    for index in 0..<connections.count {
      let (source, destination) = (connections.source(index), connections.destination(index))
      var connection = connections.take(index)
      drain(&connection, from: source, to: destination, isEnd: true)
      connections.put(connection, at: index)
    }
  }

  private mutating func drain(
    _ connection: inout MediaConnection, from source: SocketAddress,
    to destination: SocketAddress, isEnd: Bool = false
  ) {
    while let unit = connection.next(isEnd: isEnd) {
      let bytes = connection.buffer.span.extracting(unit.range)
      switch unit.kind {
      case .message:
        signalling.receive(rtsp: bytes, at: unit.origin.time, from: source, to: destination)
        learn()
      case .probed: receive(probed: bytes, unit.origin)
      case .packet(let framing, let channel):
        let kind: Encapsulations = framing == .interleaved ? .rtsp : .tcp
        if let channel { note(channel, of: bytes, from: source, to: destination) }
        let stream = receive(
          bytes, from: source, to: destination, at: unit.origin.time, number: unit.origin.number,
          place: unit.origin.place.inside(kind), isTruncated: false)
        if let stream, fed.last != stream { fed.append(stream) }
      }
    }
    connection.compact()
  }

  /// Takes in a message of HEP: the packet in it is a datagram that was captured elsewhere.
  private mutating func receive(probed bytes: Span<UInt8>, _ origin: MediaConnection.Origin) {
    guard let message = HEPMessage(bytes, at: origin.time), !message.isReport else { return }
    let stream = receive(
      bytes.extracting(message.payload), from: message.source, to: message.destination,
      at: message.time, number: origin.number, place: origin.place.inside(.hep),
      isTruncated: false)
    if let stream, fed.last != stream { fed.append(stream) }
  }

  /// Notes on which channel a stream comes: the channel tells media of one connection apart.
  private mutating func note(
    _ channel: UInt8, of bytes: Span<UInt8>, from source: SocketAddress,
    to destination: SocketAddress
  ) {
    guard case .rtp = DatagramKind(bytes) else { return }
    let key = StreamKey(ssrc: bytes.uint32(at: 8), source: source, destination: destination)
    if table.find(key) == nil { bindings.note(channel, of: key) }
  }
}
