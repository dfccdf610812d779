import NetworkBytes

/// Puts the bytes of TCP connections in order, direction by direction.
///
/// Bytes that come in order pass through in place; only what comes too early is copied and held.
struct TCPReassembly {
  /// What a segment means for the reader.
  enum Outcome {
    case nothing
    /// Its data from `skip` on are the next bytes of the connection.
    case inPlace(skip: Int, connection: Int, isDiscontinuous: Bool)
    /// The next bytes of the connection are in `assembled`.
    case assembled(connection: Int, isDiscontinuous: Bool)
  }

  /// Bytes that a segment seen earlier brought.
  struct Piece {
    let source: SocketAddress
    let destination: SocketAddress
    /// The packet that carried the first of them.
    let origin: PacketOrigin
    let connection: Int
    let isDiscontinuous: Bool
  }

  /// Bytes held for all connections together.
  static let maximumHeldBytes = 8 << 20
  /// A sequence number further off than this belongs to another connection.
  static let maximumDistance = 16 << 20

  /// What `Outcome.assembled` and `flush` hand out.
  private(set) var assembled: [UInt8] = []
  private(set) var retransmissions = 0
  private(set) var outOfOrder = 0
  private(set) var gaps = 0
  private(set) var bytesSkipped = 0
  private(set) var evicted = 0
  private var table = TCPDirectionTable()
  private(set) var heldBytes = 0
  /// A direction that has more to hand out at once, behind a hole that no segment will fill.
  private(set) var backlog: Int?
  private var flushed = 0

  /// Takes in the next segment of the trace.
  mutating func accept(
    _ segment: TCPSegment, _ data: Span<UInt8>, from source: SocketAddress,
    to destination: SocketAddress, _ origin: PacketOrigin
  ) -> Outcome {
    // What a reset carries is a message about the connection, not a part of it.
    guard !segment.isReset else { return .nothing }
    let index: Int
    if let found = table.find(source, destination) {
      index = found
    } else {
      // An acknowledgement without data may be a keep-alive, one number behind.
      guard segment.isSynchronize || segment.claimed > 0 else { return .nothing }
      index = follow(
        TCPDirection(source: source, destination: destination, next: segment.sequenceNumber))
      if segment.isSynchronize { table[index].first = segment.sequenceNumber }
    }
    restartIfNew(index, segment)
    guard segment.claimed > 0 else { return .nothing }
    let distance = table[index].distance(segment.sequenceNumber)
    if distance > 0 { return hold(index, segment, data, origin) }
    guard -distance < segment.claimed else {
      retransmissions += 1
      return .nothing
    }
    return pass(index, segment, data, skip: -distance, origin)
  }

  /// What follows a snapped segment that was just handed out.
  mutating func takeBacklog() -> Piece? {
    guard let index = backlog else { return nil }
    backlog = nil
    return handOut(index)
  }

  /// At the end of the trace: what is still held, a piece a call; nil when nothing is left.
  mutating func flush() -> Piece? {
    while flushed < table.count {
      if let piece = handOut(flushed) { return piece }
      flushed += 1
    }
    return nil
  }

  private mutating func follow(_ direction: TCPDirection) -> Int {
    let (index, lost) = table.insert(direction)
    if let lost {
      evicted += 1
      forget(lost.heldBytes)
    }
    return index
  }

  private mutating func forget(_ bytes: Int) {
    heldBytes -= bytes
    bytesSkipped += bytes
  }

  /// Begins anew where the segment cannot belong to the connection that is followed.
  private mutating func restartIfNew(_ index: Int, _ segment: TCPSegment) {
    if segment.isSynchronize {
      guard table[index].first != segment.sequenceNumber else { return }
      forget(table[index].restart(at: segment.sequenceNumber, first: segment.sequenceNumber))
    } else if segment.claimed > 0,
      abs(table[index].distance(segment.sequenceNumber)) > Self.maximumDistance
    {
      forget(table[index].restart(at: segment.sequenceNumber))
    }
  }

  private mutating func hold(
    _ index: Int, _ segment: TCPSegment, _ data: Span<UInt8>, _ origin: PacketOrigin
  ) -> Outcome {
    guard table[index].hold(segment, data, origin) else {
      retransmissions += 1
      return .nothing
    }
    outOfOrder += 1
    heldBytes += data.count
    bytesSkipped += segment.claimed - data.count
    guard table[index].isPatienceOver(at: origin.time) || heldBytes > Self.maximumHeldBytes else {
      return .nothing
    }
    giveUpHole(index)
    assembled.removeAll(keepingCapacity: true)
    return release(index, at: origin.time)
  }

  private mutating func pass(
    _ index: Int, _ segment: TCPSegment, _ data: Span<UInt8>, skip: Int, _ origin: PacketOrigin
  ) -> Outcome {
    let isDiscontinuous = table[index].isDiscontinuous
    table[index].next =
      segment.sequenceNumber &+ UInt32(truncatingIfNeeded: segment.claimed)
    let missing = segment.claimed - max(skip, data.count)
    bytesSkipped += missing
    if missing > 0 {
      table[index].isDiscontinuous = true
      if table[index].isHeldNext { backlog = index }
    } else if skip < data.count {
      table[index].isDiscontinuous = false
      if table[index].isHeldNext {
        table[index].isDiscontinuous = isDiscontinuous
        assembled.removeAll(keepingCapacity: true)
        assembled.append(copying: data.extracting(droppingFirst: skip))
        return release(index, at: origin.time)
      }
    }
    guard skip < data.count else { return .nothing }
    return .inPlace(skip: skip, connection: index, isDiscontinuous: isDiscontinuous)
  }

  /// Goes on at the first byte that is held.
  private mutating func giveUpHole(_ index: Int) {
    guard let first = table[index].held.first else { return }
    let missing = table[index].distance(first.sequenceNumber)
    guard missing > 0 else { return }
    gaps += 1
    bytesSkipped += missing
    table[index].next = first.sequenceNumber
    table[index].isDiscontinuous = true
  }

  /// Appends what is held next to `assembled`.
  private mutating func release(_ index: Int, at time: Int64) -> Outcome {
    let isDiscontinuous = table[index].isDiscontinuous
    let before = table[index].heldBytes
    table[index].isDiscontinuous = false
    table[index].release(into: &assembled, at: time)
    heldBytes -= before - table[index].heldBytes
    if table[index].isHeldNext { backlog = index }
    guard !assembled.isEmpty else {
      table[index].isDiscontinuous = table[index].isDiscontinuous || isDiscontinuous
      return .nothing
    }
    return .assembled(connection: index, isDiscontinuous: isDiscontinuous)
  }

  /// The next bytes that are held, after a hole or not; nil if none are.
  private mutating func handOut(_ index: Int) -> Piece? {
    while let first = table[index].held.first {
      giveUpHole(index)
      assembled.removeAll(keepingCapacity: true)
      let outcome = release(index, at: first.origin.time)
      guard case .assembled(_, let isDiscontinuous) = outcome else { continue }
      return Piece(
        source: table[index].source, destination: table[index].destination,
        origin: first.origin, connection: index, isDiscontinuous: isDiscontinuous)
    }
    backlog = nil
    return nil
  }
}
