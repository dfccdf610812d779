/// How many ticks of a format's clock timestamps stand for, where they count by another clock than the format names.
struct ClockScale: Sendable, Equatable, BitwiseCopyable {
  /// Ticks that `stamped` of the timestamps last.
  private(set) var ticks: Int64 = 1
  private(set) var stamped: Int64 = 1

  /// The ticks between two timestamps.
  @inline(__always)
  func ticks(from earlier: UInt32, to later: UInt32) -> Int64 {
    let step = Int64(Int32(bitPattern: later &- earlier))
    return ticks == stamped ? step : step &* ticks / stamped
  }

  /// Whether timestamps step by what `duration` ticks are.
  @inline(__always)
  func isStep(_ step: UInt32, of duration: Int64) -> Bool {
    Int64(step) &* ticks == duration &* stamped
  }

  /// Ticks a second of the timestamps.
  func clockRate(of named: Int64) -> Int64 { (2 &* named &* stamped &+ ticks) / (2 &* ticks) }
}

/// A clock that timestamps count by in place of the one that their format names.
package struct ClockSeen: Sendable {
  /// Ticks a second.
  package let rate: Int
  /// The frame of the first packet that showed it, from time zero.
  package let start: Int64
}
