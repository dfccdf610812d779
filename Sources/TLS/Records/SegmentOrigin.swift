/// When and where a segment of TCP was captured.
package struct SegmentOrigin: Sendable {
  /// Its place among all packets; none comes before one with a smaller number.
  package let order: Int
  /// Capture time in nanoseconds since 1970.
  package let time: Int64
  /// Index of the input, and number of the packet in it.
  package let (input, packet): (Int, Int)

  package init(order: Int, time: Int64, input: Int, packet: Int) {
    (self.order, self.time) = (order, time)
    (self.input, self.packet) = (input, packet)
  }
}
