/// When something lasted, in seconds from the time zero of its stream.
package struct Interval: Sendable, Equatable {
  package let start: Double
  package let end: Double

  package init(start: Double, end: Double) {
    self.start = start
    self.end = max(start, end)
  }

  package var duration: Double { end - start }

  /// Seconds that both last; negative by the time between them where they do not meet.
  package func overlap(with other: Interval) -> Double {
    min(end, other.end) - max(start, other.start)
  }

  /// The same, `offset` seconds later.
  package func shifted(by offset: Double) -> Interval {
    Interval(start: start + offset, end: end + offset)
  }
}
