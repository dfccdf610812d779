/// An IP datagram that is put together from its fragments, and again from copies of them.
struct FragmentedDatagram {
  enum Outcome {
    case incomplete
    case complete
    /// The fragments overlap or do not fit together.
    case contradiction
  }

  /// A fragment, and how many copies of it came.
  private struct Piece {
    let range: Range<Int>
    var copies = 1
  }

  /// The longest datagram that the offset of a fragment can describe.
  static let maximumLength = 65_535

  /// The payload; zero where fragments are missing.
  private(set) var bytes: [UInt8] = []
  /// The protocol that the first fragment names.
  private(set) var protocolNumber: UInt8 = 0
  /// What is there, in order.
  private var pieces: [Piece] = []
  private var received = 0
  /// Known once the last fragment is there.
  private var length: Int?

  init() {}

  /// Whether all of it is there.
  var isComplete: Bool { received == length }

  mutating func insert(_ fragment: Span<UInt8>, _ header: InternetHeader) -> Outcome {
    let range = header.fragmentOffset..<header.fragmentOffset + fragment.count
    let isLast = !header.hasMoreFragments
    guard range.upperBound <= Self.maximumLength, !range.isEmpty,
      isLast || fragment.count % 8 == 0
    else { return .contradiction }
    if let length {
      if isLast, range.upperBound != length { return .contradiction }
      if range.upperBound > length { return .contradiction }
    } else if isLast {
      if let end = pieces.last?.range.upperBound, end > range.upperBound { return .contradiction }
      length = range.upperBound
    }
    // From the end, where fragments in order go.
    var index = pieces.count
    while index > 0, pieces[index - 1].range.lowerBound > range.lowerBound { index -= 1 }
    if index > 0, pieces[index - 1].range == range {
      pieces[index - 1].copies += 1
      return .incomplete
    }
    if index > 0, pieces[index - 1].range.upperBound > range.lowerBound { return .contradiction }
    if index < pieces.count, pieces[index].range.lowerBound < range.upperBound {
      return .contradiction
    }
    pieces.insert(Piece(range: range), at: index)
    received += range.count
    if range.lowerBound == 0 { protocolNumber = header.protocolNumber }
    store(fragment, at: range)
    return isComplete ? .complete : .incomplete
  }

  /// Takes a fragment after the datagram was complete: complete again where each fragment has come
  /// once more, a contradiction where it is no copy but a part of another datagram.
  mutating func insertCopy(_ fragment: Span<UInt8>, _ header: InternetHeader) -> Outcome {
    let start = header.fragmentOffset
    guard
      let index = pieces.firstIndex(where: {
        $0.range.lowerBound == start && $0.range.count == fragment.count
      })
    else { return .contradiction }
    for offset in fragment.indices where fragment[offset] != bytes[start + offset] {
      return .contradiction
    }
    pieces[index].copies += 1
    let copies = pieces.reduce(Int.max) { min($0, $1.copies) }
    guard copies > 1 else { return .incomplete }
    for index in pieces.indices { pieces[index].copies -= 1 }
    return .complete
  }

  private mutating func store(_ fragment: Span<UInt8>, at piece: Range<Int>) {
    if bytes.count < piece.upperBound {
      bytes.append(contentsOf: repeatElement(0, count: piece.upperBound - bytes.count))
    }
    var span = bytes.mutableSpan
    for index in fragment.indices { span[piece.lowerBound + index] = fragment[index] }
  }
}
