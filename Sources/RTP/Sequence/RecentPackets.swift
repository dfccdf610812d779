/// What is remembered of the packets that a duplicate may repeat.
struct RecentPackets: Sendable {
  private struct OutOfTurn: Sendable, BitwiseCopyable {
    let order: Int64
    let time: Int64
  }

  /// Digests of the payloads of the last orders, by the low bits of the order.
  private var digests = InlineArray<256, PayloadDigest>(repeating: .unknown)
  /// The highest order at each of the last points of time that lie a seventh of the window apart,
  /// the newest first: orders above the last mark came within the window, to a seventh.
  private var marks = InlineArray<8, Int64>(repeating: .min)
  /// The last packets that came behind a higher order, which the marks make older than they are, and where the next
  /// of them goes.
  private var outOfTurn: [OutOfTurn] = []
  private var nextOutOfTurn = 0
  private var timestamps = RecentTimestamps()
  /// The time of the next mark.
  private var nextMark = Int64.min

  private static let steps: Int64 = 7
  private static let outOfTurnLimit = 128
  /// Orders whose digests are kept: packets of 10 ms for all of the usual window.
  private static let count: Int64 = 256

  /// Remembers a packet that came in its turn, the highest so far.
  @inline(__always)
  mutating func record(_ highest: Int64, _ timestamp: UInt32, _ digest: PayloadDigest) {
    digests[Self.place(highest)] = digest
    timestamps.record(highest, timestamp, highest: highest)
  }

  /// Remembers a packet that came behind a higher one.
  mutating func record(
    _ order: Int64, _ timestamp: UInt32, _ digest: PayloadDigest, behind highest: Int64,
    at time: Int64
  ) {
    // One that lies too far back would take the place of a newer one.
    if highest - order < Self.count { digests[Self.place(order)] = digest }
    timestamps.record(order, timestamp, highest: highest)
    let packet = OutOfTurn(order: order, time: time)
    if outOfTurn.count < Self.outOfTurnLimit {
      outOfTurn.append(packet)
    } else {
      outOfTurn[nextOutOfTurn] = packet
      nextOutOfTurn = (nextOutOfTurn + 1) % Self.outOfTurnLimit
    }
  }

  @inline(__always)
  private static func place(_ order: Int64) -> Int { Int(truncatingIfNeeded: order & (count - 1)) }

  /// Takes the time of a packet, which never runs back, and the highest order before it.
  @inline(__always)
  mutating func advance(highest: Int64, at time: Int64, window: Int64) {
    if time >= nextMark { setMarks(highest, at: time, every: max(1, window / Self.steps)) }
  }

  @inline(never)
  private mutating func setMarks(_ highest: Int64, at time: Int64, every step: Int64) {
    guard nextMark != .min else {
      nextMark = time &+ step
      return
    }
    // Times that 64 bits do not hold apart seem to run back.
    let passed = max(0, time &- nextMark) / step + 1
    nextMark &+= passed &* step
    if passed == 1 {
      for index in stride(from: marks.count - 1, to: 0, by: -1) { marks[index] = marks[index - 1] }
      marks[0] = highest
      return
    }
    let set = Int(min(passed, Int64(marks.count)))
    for index in stride(from: marks.count - 1, through: 0, by: -1) {
      marks[index] = index < set ? highest : marks[index - set]
    }
  }

  /// Makes all packets up to the highest older than the window: none of them may be repeated any more.
  mutating func forget(upTo highest: Int64) {
    for index in marks.indices { marks[index] = highest }
    outOfTurn.removeAll()
    nextOutOfTurn = 0
  }

  // In line, as else all of it were copied to be asked.

  /// Whether a packet repeats one that came with this order within the window, as far as is known.
  @inline(__always)
  func isRepeated(
    by timestamp: UInt32, _ digest: PayloadDigest, _ order: Int64, highest: Int64, at time: Int64,
    window: Int64
  ) -> Bool {
    let isRecent =
      order > marks[marks.count - 1]
      || outOfTurn.contains { $0.order == order && time &- $0.time <= window }
    guard isRecent, self.timestamp(of: order, highest: highest) ?? timestamp == timestamp else {
      return false
    }
    return highest - order >= Self.count || digests[Self.place(order)].mayEqual(digest)
  }

  /// The timestamp that came with an order that did come; nil where it lies too far back.
  @inline(__always)
  func timestamp(of order: Int64, highest: Int64) -> UInt32? {
    timestamps.timestamp(of: order, highest: highest)
  }
}
