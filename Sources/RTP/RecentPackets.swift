/// What is remembered of the packets that a duplicate may repeat.
struct RecentPackets: Sendable {
  /// The time of the next mark.
  private(set) var nextMark = Int64.min
  /// The highest order at each of the last points of time that lie a seventh of the window apart,
  /// the newest first: orders above the last mark came within the window, to a seventh.
  private var marks = InlineArray<8, Int64>(repeating: .min)
  /// Timestamps by the low bits of the order, for the last 128 orders.
  private var timestamps = InlineArray<128, UInt32>(repeating: 0)

  private static let steps: Int64 = 7

  /// Remembers a packet; one that lies too far back would take the place of a newer one.
  @inline(__always)
  mutating func record(_ order: Int64, _ timestamp: UInt32, highest: Int64) {
    guard highest &- order < Int64(SequenceTracker.windowPackets) else { return }
    timestamps[Int(truncatingIfNeeded: order) & (SequenceTracker.windowPackets - 1)] = timestamp
  }

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
    let passed = max(0, time &- nextMark) / step + 1
    let set = Int(min(passed, Int64(marks.count)))
    for index in stride(from: marks.count - 1, through: 0, by: -1) {
      marks[index] = index < set ? highest : marks[index - set]
    }
    nextMark &+= passed &* step
  }

  func isInWindow(_ order: Int64, highest: Int64) -> Bool {
    order > marks[marks.count - 1] || highest - order < Int64(SequenceTracker.windowPackets)
  }

  /// The timestamp that came with an order that did come; nil where it lies too far back.
  func timestamp(of order: Int64, highest: Int64) -> UInt32? {
    guard highest - order < Int64(SequenceTracker.windowPackets) else { return nil }
    return timestamps[Int(truncatingIfNeeded: order) & (SequenceTracker.windowPackets - 1)]
  }
}
