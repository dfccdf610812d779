/// How many packets were lost in a row, and how often.
package struct LossBursts: Sendable, Equatable {
  /// Bursts of 1, 2, … 9 packets, and of 10 or more.
  package var counts: [Int] { found.isEmpty ? Self.none : found }

  /// Empty until there is one, so that streams without loss take no memory for it.
  private var found: [Int] = []
  private static let none = [Int](repeating: 0, count: 10)

  /// Takes a hole that nothing has filled.
  mutating func count(_ orders: Range<Int64>) {
    guard !orders.isEmpty else { return }
    if found.isEmpty { found = Self.none }
    found[min(orders.count, found.count) - 1] += 1
  }
}
