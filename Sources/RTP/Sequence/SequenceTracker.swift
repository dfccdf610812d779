/// Follows a stream's sequence numbers: extends them, tells loss, reordering, duplicates and
/// restarts apart, and says up to where the order is final.
///
/// A packet's *order* is its extended sequence number (RFC 3550, appendix A.1); a restart goes on at
/// a higher cycle, so orders of one stream never meet. All verdicts depend on packets alone.
package struct SequenceTracker: Sendable {
  /// What a packet is to its stream.
  package enum Arrival: Sendable, Equatable {
    /// New, with its order; `isReordered` where a higher one came before it.
    case accepted(order: Int64, isReordered: Bool)
    case duplicate
    /// Its hole had been given up.
    case late
    /// Far from the others: keep it, the next packet decides.
    case held
    /// The held packet and this one begin a new segment.
    case restarted(heldOrder: Int64, order: Int64)
  }

  /// Steps up to this are loss (RFC 3550, appendix A.1, MAX_DROPOUT).
  private static let maximumDropout = 3000
  /// Packets that a hole is waited for, beside the time.
  package static let windowPackets = 128
  /// Packets that a hole is waited for at most: the clock of a capture may stand still.
  private static let mostPackets = 4096

  /// Orders at least this far apart belong to different runs of sequence numbers.
  @inlinable package static var newRun: Int64 { 32_768 }

  package internal(set) var duplicates = 0
  package internal(set) var reordered = 0
  package internal(set) var late = 0
  /// Held packets that no second one followed.
  package internal(set) var strays = 0
  /// New segments after the first.
  package internal(set) var restarts = 0
  var expectedBefore = 0
  var base: Int64 = 0
  /// The timestamp of the lowest order, and the time until which a lower one may be reordered.
  var baseTimestamp: UInt32 = 0
  var baseDeadline = Int64.min
  private var firstTime: Int64 = 0
  /// The packet that the next one decides about.
  var held: PacketNumbers?
  var holes = OrderHoles()

  // What every packet asks for comes last, as in `ReceptionStatistics`, which stands behind this, it comes first: of
  // hundreds of streams in turn, each line of memory must be fetched anew.
  var recent = RecentPackets()
  package internal(set) var packets = 0
  var highest: Int64 = 0
  /// The latest capture time so far: a capture whose times run back must not bring back what was
  /// given up.
  private var clock = Int64.min
  /// Nothing is due but to take the next packet up to this packet, or up to that time; never while one is held.
  private var waitingPackets = 0
  private var waitingTime = Int64.min
  /// Something is due behind this packet whatever the time.
  private var mostWaitingPackets = 0
  /// Whether the start of the stream is final: no earlier packet is waited for any more.
  package private(set) var isOpen = false
  /// A hole is waited for this long, in ns of capture time, and `windowPackets` packets, or `mostPackets`.
  let window: Int64

  package init(window: Int64) {
    self.window = window
  }

  /// Takes the next packet of the stream in order of capture; `time` in ns.
  package mutating func receive(
    sequenceNumber: UInt16, timestamp: UInt32, digest: PayloadDigest = .unknown, at time: Int64
  ) -> Arrival {
    if receiveNext(sequenceNumber, timestamp, digest, at: time) {
      return .accepted(order: highest, isReordered: false)
    }
    defer { settleDue() }
    packets += 1
    clock = max(clock, time)
    let time = clock
    let numbers = PacketNumbers(
      sequenceNumber: sequenceNumber, timestamp: timestamp, digest: digest)
    guard packets > 1 else {
      firstTime = time
      start(numbers, cycle: 1, at: time)
      return .accepted(order: base, isReordered: false)
    }
    if !isOpen { isOpen = Self.isOver(since: firstTime, 0, at: time, packets, window: window) }
    recent.advance(highest: highest, at: time, window: window)
    if isOpen { holes.giveUpExpired(at: time, packet: packets, window: window) }
    if let held { return receive(numbers, afterHeld: held, at: time) }
    return place(numbers, at: time)
  }

  /// Whether what was opened at a time by a packet is waited for no longer.
  static func isOver(
    since start: Int64, _ startPacket: Int, at time: Int64, _ packet: Int, window: Int64
  ) -> Bool {
    let passed = packet - startPacket
    return passed > windowPackets && (time &- start > window || passed > mostPackets)
  }

  /// Takes a packet that is the next in order, when nothing else is due: nearly every one.
  ///
  /// Its order is `highest` then; else nothing changes.
  @inline(__always)
  mutating func receiveNext(
    _ sequenceNumber: UInt16, _ timestamp: UInt32, _ digest: PayloadDigest, at time: Int64
  ) -> Bool {
    guard sequenceNumber == UInt16(truncatingIfNeeded: highest &+ 1), time >= clock,
      packets < waitingPackets || (time <= waitingTime && packets < mostWaitingPackets)
    else { return false }
    recent.advance(highest: highest, at: time, window: window)
    packets &+= 1
    highest &+= 1
    clock = time
    recent.record(highest, timestamp, digest)
    return true
  }

  /// Takes a packet that is not just the next but ahead of the highest by less than a jump: its order is `highest`
  /// then; else nothing changes.
  @inline(never)
  mutating func receiveAhead(
    _ sequenceNumber: UInt16, _ timestamp: UInt32, _ digest: PayloadDigest, at time: Int64
  ) -> Bool {
    guard packets > 0, held == nil,
      (1..<Self.maximumDropout).contains(step(to: sequenceNumber))
    else { return false }
    // Nothing but accepted, as no packet is held.
    _ = receive(sequenceNumber: sequenceNumber, timestamp: timestamp, digest: digest, at: time)
    return true
  }

  /// How far a sequence number is ahead of the highest; below zero where it is behind.
  private func step(to sequenceNumber: UInt16) -> Int {
    Int(Int16(bitPattern: sequenceNumber &- UInt16(truncatingIfNeeded: highest)))
  }

  /// Finds out until when `receiveNext` need not look at anything else.
  private mutating func settleDue() {
    (waitingPackets, waitingTime, mostWaitingPackets) = (0, .min, 0)
    guard held == nil else { return }
    var oldest: (time: Int64, packet: Int)? = (firstTime, 0)
    if isOpen { oldest = holes.oldest }
    (waitingPackets, waitingTime, mostWaitingPackets) = (.max, .max, .max)
    guard let oldest else { return }
    waitingPackets = oldest.packet + Self.windowPackets
    mostWaitingPackets = oldest.packet + Self.mostPackets
    waitingTime = end(ofWindowFrom: oldest.time)
  }

  /// The time until which a window lasts that begins at `time`.
  private func end(ofWindowFrom time: Int64) -> Int64 {
    let (end, overflow) = time.addingReportingOverflow(window)
    return overflow ? .max : end
  }

  mutating func place(_ numbers: PacketNumbers, at time: Int64) -> Arrival {
    let step = step(to: numbers.sequenceNumber)
    guard step > 0 else { return placeBack(highest + Int64(step), numbers, at: time) }
    if step > 1 {
      guard step < Self.maximumDropout else { return hold(numbers) }
      let before = recent.timestamp(of: highest, highest: highest) ?? numbers.timestamp
      holes.open(
        OrderGap(
          orders: highest + 1..<highest + Int64(step), before: before, after: numbers.timestamp),
        at: time, packet: packets)
    }
    highest += Int64(step)
    recent.record(highest, numbers.timestamp, numbers.digest)
    return .accepted(order: highest, isReordered: false)
  }

  mutating func start(_ numbers: PacketNumbers, cycle: Int64, at time: Int64) {
    base = cycle << 16 | Int64(numbers.sequenceNumber)
    (baseTimestamp, baseDeadline) = (numbers.timestamp, end(ofWindowFrom: time))
    highest = base
    recent = RecentPackets()
    recent.record(base, numbers.timestamp, numbers.digest)
  }

  /// Every packet with an order below this has come or has been given up.
  package var watermark: Int64 {
    isOpen ? holes.firstWaitedFor ?? highest + 1 : .min
  }

  /// Packets that should have come (RFC 3550, appendix A.3), summed over segments.
  package var expected: Int {
    packets == 0 ? 0 : expectedBefore + Int(highest - base + 1)
  }

  /// Packets that are no copies and have a place.
  private var distinct: Int { packets - duplicates - strays - (held == nil ? 0 : 1) }

  /// Expected packets that never came.
  package var lost: Int { max(0, expected - distinct) }

  /// The lost packets by how many are missing in a row.
  package var lossBursts: LossBursts { holes.lost }

  /// Holes given up before their time, as too many were open.
  package var earlyHoles: Int { holes.early }

  /// Whether the next packet decides about the one before.
  package var isHolding: Bool { held != nil }

  /// Ends the stream: a packet still held has stayed alone.
  package mutating func finish() {
    if held != nil { strays += 1 }
    held = nil
  }
}
