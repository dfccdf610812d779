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
  private var firstTime: Int64 = 0
  var holes = OrderHoles()

  // What every packet asks for comes last, as in `ReceptionStatistics`, which stands behind this, it comes first: of
  // hundreds of streams in turn, each line of memory must be fetched anew.
  var recent = RecentPackets()
  package internal(set) var packets = 0
  var distinct = 0
  var highest: Int64 = 0
  /// The latest capture time so far: a capture whose times run back must not bring back what was
  /// given up.
  private var clock = Int64.min
  /// Nothing is due but to take the next packet up to this packet, or up to that time; never while one is held.
  private var waitingPackets = 0
  private var waitingTime = Int64.min
  /// The sequence number of the packet that the next one decides about.
  package internal(set) var heldSequenceNumber: UInt16?
  /// Whether the start of the stream is final: no earlier packet is waited for any more.
  package private(set) var isOpen = false
  /// A hole is waited for this long, in ns of capture time, and `windowPackets` packets.
  let window: Int64

  package init(window: Int64) {
    self.window = window
  }

  /// Takes the next packet of the stream in order of capture; `time` in ns.
  package mutating func receive(sequenceNumber: UInt16, timestamp: UInt32, at time: Int64)
    -> Arrival
  {
    if receiveNext(sequenceNumber, timestamp, at: time) {
      return .accepted(order: highest, isReordered: false)
    }
    defer { settleDue() }
    packets += 1
    clock = max(clock, time)
    let time = clock
    guard packets > 1 else {
      firstTime = time
      start(sequenceNumber, cycle: 1, timestamp: timestamp, at: time)
      return .accepted(order: base, isReordered: false)
    }
    if !isOpen { isOpen = packets > Self.windowPackets && time &- firstTime > window }
    recent.advance(highest: highest, at: time, window: window)
    if isOpen { holes.giveUpExpired(at: time, packet: packets, window: window) }
    if let held = heldSequenceNumber {
      return receive(sequenceNumber, afterHeld: held, timestamp, at: time)
    }
    return place(sequenceNumber, timestamp, at: time)
  }

  /// Takes a packet that is the next in order, when nothing else is due: nearly every one.
  ///
  /// Its order is `highest` then; else nothing changes.
  @inline(__always)
  mutating func receiveNext(
    _ sequenceNumber: UInt16, _ timestamp: UInt32, at time: Int64
  ) -> Bool {
    guard sequenceNumber == UInt16(truncatingIfNeeded: highest &+ 1), time >= clock,
      packets < waitingPackets || time <= waitingTime
    else { return false }
    recent.advance(highest: highest, at: time, window: window)
    packets &+= 1
    distinct &+= 1
    highest &+= 1
    clock = time
    recent.record(highest, timestamp, highest: highest)
    return true
  }

  /// Takes a packet that is not just the next but ahead of the highest by less than a jump: its order is `highest`
  /// then; else nothing changes.
  @inline(never)
  mutating func receiveAhead(
    _ sequenceNumber: UInt16, _ timestamp: UInt32, at time: Int64
  ) -> Bool {
    guard packets > 0, heldSequenceNumber == nil,
      (1..<Self.maximumDropout).contains(step(to: sequenceNumber))
    else { return false }
    // Nothing but accepted, as no packet is held.
    _ = receive(sequenceNumber: sequenceNumber, timestamp: timestamp, at: time)
    return true
  }

  /// How far a sequence number is ahead of the highest; below zero where it is behind.
  private func step(to sequenceNumber: UInt16) -> Int {
    Int(Int16(bitPattern: sequenceNumber &- UInt16(truncatingIfNeeded: highest)))
  }

  /// Finds out until when `receiveNext` need not look at anything else.
  private mutating func settleDue() {
    (waitingPackets, waitingTime) = (0, .min)
    guard heldSequenceNumber == nil else { return }
    var oldest: (time: Int64, packet: Int)? = (firstTime, 0)
    if isOpen { oldest = holes.oldest }
    (waitingPackets, waitingTime) = (.max, .max)
    guard let oldest else { return }
    waitingPackets = oldest.packet + Self.windowPackets
    let (time, overflow) = oldest.time.addingReportingOverflow(window)
    waitingTime = overflow ? .max : time
  }

  mutating func place(_ sequenceNumber: UInt16, _ timestamp: UInt32, at time: Int64) -> Arrival {
    let step = step(to: sequenceNumber)
    if step == 1 {
      highest += 1
      return accept(highest, timestamp, isReordered: false)
    }
    if step > 0 {
      guard step < Self.maximumDropout else { return hold(sequenceNumber) }
      holes.open(highest + 1..<highest + Int64(step), at: time, packet: packets)
      highest += Int64(step)
      return accept(highest, timestamp, isReordered: false)
    }
    return placeBack(highest + Int64(step), sequenceNumber, timestamp, at: time)
  }

  mutating func accept(_ order: Int64, _ timestamp: UInt32, isReordered: Bool) -> Arrival {
    distinct += 1
    reordered += isReordered ? 1 : 0
    recent.record(order, timestamp, highest: highest)
    return .accepted(order: order, isReordered: isReordered)
  }

  mutating func start(
    _ sequenceNumber: UInt16, cycle: Int64, timestamp: UInt32, at time: Int64
  ) {
    base = cycle << 16 | Int64(sequenceNumber)
    highest = base
    distinct += 1
    recent = RecentPackets()
    recent.record(base, timestamp, highest: highest)
  }

  /// Every packet with an order below this has come or has been given up.
  package var watermark: Int64 {
    isOpen ? holes.firstWaitedFor ?? highest + 1 : .min
  }

  /// Packets that should have come (RFC 3550, appendix A.3), summed over segments.
  package var expected: Int {
    packets == 0 ? 0 : expectedBefore + Int(highest - base + 1)
  }

  /// Expected packets that never came.
  package var lost: Int { max(0, expected - distinct) }

  /// The lost packets by how many are missing in a row.
  package var lossBursts: LossBursts { holes.lost }

  /// Holes given up before their time, as too many were open.
  package var earlyHoles: Int { holes.early }

  /// Ends the stream: a packet still held has stayed alone.
  package mutating func finish() {
    if heldSequenceNumber != nil { strays += 1 }
    heldSequenceNumber = nil
  }
}
