/// When a segment of TCP came, among all others.
package struct SegmentOrigin: Sendable {
  /// Its place among all segments.
  package let order: Int
  /// Capture time in nanoseconds since 1970.
  package let time: Int64

  package init(order: Int, time: Int64) {
    (self.order, self.time) = (order, time)
  }
}
