/// What is remembered of the packets that a duplicate may repeat.
struct RecentPackets: Sendable {
  /// The highest order at each of the last points of time that lie a seventh of the window apart,
  /// the newest first: orders above the last mark came within the window, to a seventh.
  private var marks = InlineArray<8, Int64>(repeating: .min)
  /// Timestamps of the orders below the line, by the low bits of the order, for the last 128 orders; empty while
  /// all are on it.
  private var timestamps: [UInt32] = []

  // Nearly always timestamps step evenly from order to order, through loss and reordering too: then a line says
  // what each was, and no memory need be touched for a packet.
  /// A point of the line, and by how much it rises from order to order.
  private var order = Int64.max
  private var timestamp: UInt32 = 0
  private var step: UInt32 = 0
  /// The first order that lies on it.
  private var lineStart = Int64.max
  /// The time of the next mark.
  private var nextMark = Int64.min

  private static let steps: Int64 = 7
  private static let count = Int64(SequenceTracker.windowPackets)

  /// Remembers a packet; one that lies too far back would take the place of a newer one.
  @inline(__always)
  mutating func record(_ order: Int64, _ timestamp: UInt32, highest: Int64) {
    if order >= lineStart, timestamp == onLine(order) { return }
    recordApart(order, timestamp, highest: highest)
  }

  /// The timestamp that the line gives an order.
  @inline(__always)
  private func onLine(_ order: Int64) -> UInt32 {
    timestamp &+ UInt32(truncatingIfNeeded: order &- self.order) &* step
  }

  /// Remembers a packet that is not on the line; the highest begins a new one.
  @inline(never)
  private mutating func recordApart(_ order: Int64, _ timestamp: UInt32, highest: Int64) {
    guard highest - order < Self.count else { return }
    if order == highest, lineStart == order - 1, self.order == lineStart {
      // The second point says how the line rises.
      step = timestamp &- self.timestamp
      return
    }
    if order >= lineStart {
      // What the line said goes where it can be said of each by itself.
      for earlier in max(lineStart, highest - Self.count + 1)...highest {
        keep(onLine(earlier), of: earlier)
      }
      if order == highest { step = timestamp &- onLine(order - 1) }
      lineStart = .max
    }
    if order == highest {
      (self.order, self.timestamp, lineStart) = (order, timestamp, order)
    } else {
      keep(timestamp, of: order)
    }
  }

  private mutating func keep(_ timestamp: UInt32, of order: Int64) {
    if timestamps.isEmpty {
      timestamps = [UInt32](repeating: 0, count: SequenceTracker.windowPackets)
    }
    timestamps[Self.place(order)] = timestamp
  }

  private static func place(_ order: Int64) -> Int {
    Int(truncatingIfNeeded: order) & (SequenceTracker.windowPackets - 1)
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

  func isInWindow(_ order: Int64, highest: Int64) -> Bool {
    order > marks[marks.count - 1] || highest - order < Int64(SequenceTracker.windowPackets)
  }

  /// The timestamp that came with an order that did come; nil where it lies too far back.
  func timestamp(of order: Int64, highest: Int64) -> UInt32? {
    guard highest - order < Self.count else { return nil }
    if order >= lineStart { return onLine(order) }
    return timestamps.isEmpty ? nil : timestamps[Self.place(order)]
  }
}
