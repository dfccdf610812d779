import Capture
import NetworkBytes
import RTP

/// The datagrams of a row by stream: for each a chain, in order of capture.
///
/// Of hundreds of streams in turn, what each of them knows of itself comes from the second or third cache; along a
/// chain it comes once for several packets.
struct StreamChains {
  struct Chain: BitwiseCopyable {
    let stream: Int
    /// Its first datagram.
    let first: Int
  }

  private static let none = UInt16.max

  /// Room for as many as a row has datagrams, of which the first `count` are there.
  private var chains = [Chain](repeating: Chain(stream: 0, first: 0), count: FastPathRow.limit)
  private var count = 0
  /// The next datagram of the same stream.
  private var next = [UInt16](repeating: none, count: FastPathRow.limit)
  /// The last datagram of each stream.
  private var last: [UInt16] = []

  init() {}

  /// All chains, in order of their first datagrams.
  var span: Span<Chain> {
    @_lifetime(borrow self)
    get { chains.span.extracting(first: count) }
  }

  /// Takes the datagrams of a row from `start` on, up to the first that belongs to no stream, and returns its place.
  mutating func link(
    _ row: Span<FastPathDatagram>, from start: Int, in chunk: Span<UInt8>, by table: StreamTable
  ) -> Int {
    while last.count < table.count { last.append(Self.none) }
    return Self.link(row, from: start, in: chunk, by: table, &chains, &count, &next, &last)
  }

  private static func link(
    _ row: Span<FastPathDatagram>, from start: Int, in chunk: Span<UInt8>, by table: StreamTable,
    _ chains: inout [Chain], _ count: inout Int, _ next: inout [UInt16], _ last: inout [UInt16]
  ) -> Int {
    var chains = chains.mutableSpan
    var next = next.mutableSpan
    var last = last.mutableSpan
    for index in start..<row.count {
      let datagram = row[index]
      // An RTP header has 12 bytes.
      guard datagram.count >= 12 else { return index }
      let ssrc = chunk.extracting(Int(datagram.start)..<Int(datagram.start) &+ 12).uint32(at: 8)
      let stream = table.find(ssrc: ssrc, addresses: datagram.addresses, ports: datagram.ports)
      guard stream >= 0 else { return index }
      let previous = last[stream]
      last[stream] = UInt16(truncatingIfNeeded: index)
      next[index] = none
      if previous == none {
        chains[count] = Chain(stream: stream, first: index)
        count &+= 1
      } else {
        next[Int(previous)] = UInt16(truncatingIfNeeded: index)
      }
    }
    return row.count
  }

  /// The next datagram of the same stream; nil where there is none.
  @inline(__always)
  func next(after index: Int) -> Int? {
    next[index] == Self.none ? nil : Int(next[index])
  }

  /// Forgets all chains.
  mutating func removeAll() {
    for index in 0..<count { last[chains[index].stream] = Self.none }
    count = 0
  }
}
