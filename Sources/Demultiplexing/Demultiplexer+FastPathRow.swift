package import Capture
import RTP

/// Where the datagrams of a row stand in the job.
package struct RowPlace {
  /// Index of their input.
  package let input: Int
  /// Number of the first in its input, from 1.
  package let firstNumber: Int
  /// Packets of all inputs before them.
  package let packetsBefore: Int

  package init(_ row: borrowing FastPathRow, packetsBefore: Int) {
    input = row.input
    firstNumber = row.firstNumber
    self.packetsBefore = packetsBefore
  }
}

extension Demultiplexer {
  /// Takes a row of datagrams of the fast path: those of known streams stream by stream, behind all
  /// others, of which none changes a stream that is known.
  ///
  /// `full` is called for each stream that should be played.
  package mutating func receive(
    _ row: Span<FastPathDatagram>, in chunk: Span<UInt8>, at rowPlace: RowPlace,
    full: (Int, inout Demultiplexer) -> Void
  ) {
    // Taken out, as to link and to receive both change the demultiplexer.
    var chains = self.chains.take() ?? StreamChains()
    var place = chains.link(row, from: 0, in: chunk, by: table)
    while place < row.count {
      take(place, row, in: chunk, at: rowPlace, of: nil, full: full)
      place = chains.link(row, from: place + 1, in: chunk, by: table)
    }
    for index in chains.span.indices {
      let chain = chains.span[index]
      var place: Int? = chain.first
      while place != nil {
        if let stream = receiveNext(chain.stream, &place, of: chains, row, in: chunk) {
          full(stream, &self)
        } else if let refused = place {
          take(refused, row, in: chunk, at: rowPlace, of: chain.stream, full: full)
          place = chains.next(after: refused)
        }
      }
    }
    chains.removeAll()
    self.chains = chains
  }

  /// Takes a datagram that is not just the next packet of its stream, which is nil where it has none.
  @inline(never)
  private mutating func take(
    _ place: Int, _ row: Span<FastPathDatagram>, in chunk: Span<UInt8>, at rowPlace: RowPlace,
    of stream: Int?, full: (Int, inout Demultiplexer) -> Void
  ) {
    let taken = receive(
      row[place], in: chunk, of: stream, number: rowPlace.packetsBefore + place + 1,
      PacketPlace(input: rowPlace.input, number: rowPlace.firstNumber + place))
    if let taken { full(taken, &self) }
  }
}
