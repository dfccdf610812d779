/// An IP datagram that is put together from its fragments.
struct FragmentedDatagram {
  enum Outcome {
    case incomplete
    case complete
    /// The fragments overlap or do not fit together.
    case contradiction
  }

  /// The longest datagram that the offset of a fragment can describe.
  static let maximumLength = 65_535

  /// The payload; zero where fragments are missing.
  private(set) var bytes: [UInt8] = []
  /// The protocol that the first fragment names.
  private(set) var protocolNumber: UInt8 = 0
  /// What is there, in order.
  private var pieces: [Range<Int>] = []
  private var received = 0
  /// Known once the last fragment is there.
  private var length: Int?

  init() {}

  mutating func insert(_ fragment: Span<UInt8>, _ header: InternetHeader) -> Outcome {
    let piece = header.fragmentOffset..<header.fragmentOffset + fragment.count
    let isLast = !header.hasMoreFragments
    guard piece.upperBound <= Self.maximumLength, !piece.isEmpty,
      isLast || fragment.count % 8 == 0
    else { return .contradiction }
    if let length {
      if isLast, piece.upperBound != length { return .contradiction }
      if piece.upperBound > length { return .contradiction }
    } else if isLast {
      if let end = pieces.last?.upperBound, end > piece.upperBound { return .contradiction }
      length = piece.upperBound
    }
    // From the end, where fragments in order go.
    var index = pieces.count
    while index > 0, pieces[index - 1].lowerBound > piece.lowerBound { index -= 1 }
    if index > 0, pieces[index - 1] == piece { return progress }
    if index > 0, pieces[index - 1].upperBound > piece.lowerBound { return .contradiction }
    if index < pieces.count, pieces[index].lowerBound < piece.upperBound { return .contradiction }
    pieces.insert(piece, at: index)
    received += piece.count
    if piece.lowerBound == 0 { protocolNumber = header.protocolNumber }
    store(fragment, at: piece)
    return progress
  }

  private var progress: Outcome { received == length ? .complete : .incomplete }

  private mutating func store(_ fragment: Span<UInt8>, at piece: Range<Int>) {
    if bytes.count < piece.upperBound {
      bytes.append(contentsOf: repeatElement(0, count: piece.upperBound - bytes.count))
    }
    var span = bytes.mutableSpan
    for index in fragment.indices { span[piece.lowerBound + index] = fragment[index] }
  }
}
