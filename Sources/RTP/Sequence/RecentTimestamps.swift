/// The timestamps of the last 128 orders.
///
/// Nearly always timestamps step evenly from order to order, through loss and reordering too: then a line says
/// what each was, and no memory need be touched for a packet.
struct RecentTimestamps: Sendable {
  /// Timestamps of the orders below the line, by the low bits of the order; empty while all are on it.
  private var apart: [UInt32] = []
  /// A point of the line, and by how much it rises from order to order.
  private var order = Int64.max
  private var timestamp: UInt32 = 0
  private var step: UInt32 = 0
  /// The first order that lies on it.
  private var lineStart = Int64.max

  private static let count: Int64 = 128

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
    if apart.isEmpty { apart = [UInt32](repeating: 0, count: Int(Self.count)) }
    apart[Self.place(order)] = timestamp
  }

  private static func place(_ order: Int64) -> Int { Int(truncatingIfNeeded: order & (count - 1)) }

  /// The timestamp that came with an order that did come; nil where it lies too far back.
  @inline(__always)
  func timestamp(of order: Int64, highest: Int64) -> UInt32? {
    guard highest - order < Self.count else { return nil }
    if order >= lineStart { return onLine(order) }
    return apart.isEmpty ? nil : apart[Self.place(order)]
  }
}
