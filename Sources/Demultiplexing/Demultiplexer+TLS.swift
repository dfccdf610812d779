import Capture
import NetworkBytes
import TLS

extension Demultiplexer {
  /// Bytes that tell TLS.
  private static let recordHeader = 5

  /// Takes text of a key log that the trace itself holds; the streams that it opens packets of are in `fed`.
  package mutating func receive(secrets text: Span<UInt8>) {
    fed.removeAll(keepingCapacity: true)
    let before = keyLog.counters.lines
    keyLog.append(text)
    keyLog.endText()
    guard keyLog.counters.lines > before else { return }
    keys.noteKeyLog()
    receive(tls.resume(keys: keyLog, isEnd: false), in: .none)
  }

  /// Takes in bytes of a connection if they are TLS; whether they are.
  ///
  /// Bytes before them that are too few to tell are `behind`.
  mutating func receiveTLS(
    _ bytes: Span<UInt8>, behind start: Span<UInt8>, _ segment: StreamSegment
  ) -> Bool {
    if !start.isEmpty, start.count < Self.recordHeader {
      return receiveTLS((start.copied + bytes.copied).span, behind: [UInt8]().span, segment)
    }
    let (origin, place) = (segment.origin, segment.origin.place)
    let plaintext = tls.receive(
      bytes, isDiscontinuous: segment.isDiscontinuous,
      at: SegmentOrigin(
        order: origin.number, time: origin.time, input: place.input, packet: place.number),
      from: segment.source, to: segment.destination, keys: keyLog)
    guard let plaintext else { return false }
    receive(plaintext, in: place.encapsulations)
    return true
  }

  /// Reads what waited for secrets in vain so far, and notes what cannot be read.
  mutating func finishTLS() {
    receive(tls.resume(keys: keyLog, isEnd: true), in: .none)
    counters.tlsUnfollowed = keyLog.isEmpty ? 0 : tls.unfollowed
    unreadConnections = secureSIP.unread(of: tls.reports, hasSecrets: !keyLog.isEmpty)
  }

  /// Goes on with what applications sent as with what comes in clear; `encapsulations` are those of the connection.
  private mutating func receive(_ plaintext: [TLSPlaintext], in encapsulations: Encapsulations) {
    for piece in plaintext {
      let place = PacketPlace(
        input: piece.origin.input, number: piece.origin.packet,
        encapsulations: encapsulations.union(.tls))
      let segment = StreamSegment(
        connection: CapturedPacket.connectionNumbers + piece.direction,
        isDiscontinuous: piece.isDiscontinuous, source: piece.source,
        destination: piece.destination,
        origin: MediaConnection.Origin(
          time: piece.origin.time, number: piece.origin.order, place: place))
      var connection = connections.take(
        segment.connection, from: segment.source, to: segment.destination)
      if segment.isDiscontinuous { connection.restart() }
      receive(piece.bytes.span, segment, on: connection)
    }
  }
}
