/// Datagrams of the fast path that came in a row from one input, and lie in its chunk.
package struct FastPathRow {
  /// Datagrams of a row at most.
  package static let limit = 2048

  /// Room for `limit`, of which the first `count` are there.
  private var datagrams = [FastPathDatagram](repeating: .none, count: limit)
  package private(set) var count = 0
  /// Index of the input in `PacketSource.inputs`.
  package private(set) var input = 0
  /// Number of the first packet in its input, from 1.
  package private(set) var firstNumber = 1
  /// How many may be taken.
  private var most = 0

  package var isEmpty: Bool { count == 0 }
  var hasRoom: Bool { count < most }

  package var span: Span<FastPathDatagram> {
    @_lifetime(borrow self)
    get { datagrams.span.extracting(first: count) }
  }

  /// Begins anew with the packet numbered `firstNumber` of an input.
  mutating func begin(input: Int, firstNumber: Int, most: Int) {
    (self.input, self.firstNumber, count) = (input, firstNumber, 0)
    self.most = min(most, Self.limit)
  }

  mutating func append(_ datagram: FastPathDatagram) {
    datagrams[count] = datagram
    count += 1
  }

  /// Appends what `next` returns, up to nil; returns how many that were, and the last.
  @inline(__always)
  mutating func append(
    while next: () -> FastPathDatagram?
  ) -> (count: Int, last: FastPathDatagram?) {
    let (start, most) = (count, most)
    var end = start
    var last: FastPathDatagram?
    var room = datagrams.mutableSpan
    while end < most, let datagram = next() {
      room[end] = datagram
      end &+= 1
    }
    if end > start { last = room[end - 1] }
    count = end
    return (end - start, last)
  }
}
