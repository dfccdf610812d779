import Capture
import NetworkBytes
import RTP

extension Demultiplexer {
  /// Takes packets of a chain as long as each is just the next of its stream, or the next behind lost ones.
  ///
  /// `place` is the first that was not taken; returns the stream if it has enough to be played, or is in
  /// the way of others.
  mutating func receiveNext(
    _ stream: Int, _ place: inout Int?, of chains: borrowing StreamChains,
    _ row: Span<FastPathDatagram>, in chunk: Span<UInt8>
  ) -> Int? {
    let (intake, count) = streams[stream].receiveNext(&place, of: chains, row, in: chunk)
    counters.rtp &+= count
    return isPlayable(intake) ? stream : nil
  }

  /// Takes any other datagram of the fast path; `stream` is that whose addresses and SSRC it has, nil for none.
  mutating func receive(
    _ datagram: FastPathDatagram, in chunk: Span<UInt8>, of stream: Int?, number: Int,
    _ place: PacketPlace
  ) -> Int? {
    let bytes = datagram.payload(in: chunk)
    guard let stream, DatagramKind(bytes) == .rtp, let packet = RTPPacket(parsing: bytes) else {
      return receive(
        bytes, from: datagram.source, to: datagram.destination, at: datagram.time, number: number,
        place: place, isTruncated: false)
    }
    return receive(packet, of: stream, bytes, at: datagram.time, place)
  }
}
