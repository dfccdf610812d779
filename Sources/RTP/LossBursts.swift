/// How many packets were lost in a row, and how often.
package struct LossBursts: Sendable, Equatable {
  /// Bursts of 1, 2, … 9 packets, and of 10 or more.
  package private(set) var counts = [Int](repeating: 0, count: 10)

  /// Takes a hole that nothing has filled.
  mutating func count(_ orders: Range<Int64>) {
    guard !orders.isEmpty else { return }
    counts[min(orders.count, counts.count) - 1] += 1
  }
}
