/// What is remembered of the packets that a duplicate may repeat.
struct RecentPackets: Sendable {
  /// Timestamps by the low bits of the order, for the last 128 orders.
  private var timestamps = [UInt32](repeating: 0, count: SequenceTracker.windowPackets)
  /// Two marks a window apart: orders above the older one came within the last one or two windows.
  private var olderMark = Int64.min
  private var newerMark = Int64.min
  private var markTime = Int64.min

  @inline(__always)
  mutating func record(_ order: Int64, _ timestamp: UInt32) {
    timestamps[Int(truncatingIfNeeded: order) & (SequenceTracker.windowPackets - 1)] = timestamp
  }

  @inline(__always)
  mutating func advance(highest: Int64, at time: Int64, window: Int64) {
    if markTime == .min { markTime = time }
    if time &- markTime > window {
      (olderMark, newerMark, markTime) = (newerMark, highest, time)
    }
  }

  func isInWindow(_ order: Int64, highest: Int64) -> Bool {
    order > olderMark || highest - order < Int64(SequenceTracker.windowPackets)
  }

  /// The timestamp that came with an order that did come; nil where it lies too far back.
  func timestamp(of order: Int64, highest: Int64) -> UInt32? {
    guard highest - order < Int64(SequenceTracker.windowPackets) else { return nil }
    return timestamps[Int(truncatingIfNeeded: order) & (SequenceTracker.windowPackets - 1)]
  }
}
