/// Orders that have not come, between the timestamps of two packets that have.
struct OrderGap: Sendable {
  let orders: Range<Int64>
  /// The timestamp of the packet before them, and of the one behind.
  let before: UInt32
  let after: UInt32

  /// Ticks that a report of an event may bear the time before the audio around it: its duration has 16 bits.
  private static let longestEvent: Int32 = 0xffff
  /// Ticks that a timestamp may lie from one of its neighbours where these lie in no order.
  private static let furthest: Int32 = 1 << 19

  /// Whether a timestamp is one that an order between them may have.
  func holds(_ timestamp: UInt32) -> Bool {
    let behindFirst = Int32(bitPattern: timestamp &- before)
    let beforeLast = Int32(bitPattern: after &- timestamp)
    if Int32(bitPattern: after &- before) >= 0 {
      return behindFirst >= -Self.longestEvent && beforeLast >= 0
    }
    // The timestamps began anew somewhere between them.
    return (0..<Self.furthest).contains(behindFirst) || (0..<Self.furthest).contains(beforeLast)
  }

  /// Whether a timestamp may be that of a packet sent so many orders before one with `next`; `step` is the ticks
  /// from one order to the next.
  static func mayPrecede(
    _ timestamp: UInt32, _ next: UInt32, by orders: Int64, step: Int64
  ) -> Bool {
    let ticks = Int64(Int32(bitPattern: next &- timestamp))
    // The last reports of an event share one timestamp; other packets have each their own.
    return ticks >= (orders <= 3 ? 0 : 1)
      && ticks <= Int64(longestEvent) + SequenceTracker.deepest * step
  }

  /// What is left when one of the orders comes.
  func split(at order: Int64, _ timestamp: UInt32) -> [OrderGap] {
    [
      OrderGap(orders: orders.lowerBound..<order, before: before, after: timestamp),
      OrderGap(orders: order + 1..<orders.upperBound, before: timestamp, after: after),
    ].filter { !$0.orders.isEmpty }
  }
}
