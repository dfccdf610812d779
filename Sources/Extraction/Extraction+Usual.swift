import Capture
import NetworkBytes
import RTP

extension Extraction {
  /// Takes the datagrams that `source` has found usual: those of known streams stream by stream, behind all others,
  /// of which none changes a stream that is known.
  ///
  /// Where `receive` fails, the rest is taken all the same, as it was read and counted; returns why.
  func takeUsual(
    _ chains: inout StreamChains, into demultiplexer: inout Demultiplexer,
    receive: (Int, inout Demultiplexer) throws(ExtractionError) -> Void
  ) -> ExtractionError? {
    var failure: ExtractionError?
    let receive = { (stream: Int, demultiplexer: inout Demultiplexer) in
      guard failure == nil else { return }
      do throws(ExtractionError) { try receive(stream, &demultiplexer) } catch { failure = error }
    }
    let (row, chunk) = (source.usual.span, source.chunk)
    var place = chains.link(row, from: 0, in: chunk, by: demultiplexer.table)
    while place < row.count {
      take(place, row, in: chunk, of: nil, into: &demultiplexer, receive: receive)
      place = chains.link(row, from: place + 1, in: chunk, by: demultiplexer.table)
    }
    takeChains(chains, row, in: chunk, into: &demultiplexer, receive: receive)
    chains.removeAll()
    return failure
  }

  private func takeChains(
    _ chains: borrowing StreamChains, _ row: Span<UsualDatagram>, in chunk: Span<UInt8>,
    into demultiplexer: inout Demultiplexer,
    receive: (Int, inout Demultiplexer) -> Void
  ) {
    for index in chains.span.indices {
      let chain = chains.span[index]
      var place: Int? = chain.first
      while place != nil {
        let full = demultiplexer.receiveNext(chain.stream, &place, of: chains, row, in: chunk)
        if let full {
          receive(full, &demultiplexer)
        } else if let refused = place {
          take(
            refused, row, in: chunk, of: chain.stream, into: &demultiplexer, receive: receive)
          place = chains.next(after: refused)
        }
      }
    }
  }

  /// Takes a datagram that is not just the next packet of its stream, which is nil where it has none.
  @inline(never)
  private func take(
    _ place: Int, _ row: Span<UsualDatagram>, in chunk: Span<UInt8>, of stream: Int?,
    into demultiplexer: inout Demultiplexer,
    receive: (Int, inout Demultiplexer) -> Void
  ) {
    let full = demultiplexer.receive(
      row[place], in: chunk, of: stream, number: packets + place + 1,
      PacketPlace(input: source.usual.input, number: source.usual.firstNumber + place))
    if let full { receive(full, &demultiplexer) }
  }
}
