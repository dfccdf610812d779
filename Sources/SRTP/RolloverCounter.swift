/// How often the sequence numbers of a sender have wrapped, which no packet says (RFC 3711, section 3.3.1).
///
/// Who reads a trace counts wraps, too, but from where the trace begins: the two differ by a constant, the offset.
package enum RolloverCounter {
  /// The counter of the packet with this extended sequence number.
  @inlinable
  package static func value(order: Int64, offset: Int64) -> UInt32 {
    UInt32(truncatingIfNeeded: (order >> 16) &+ offset)
  }

  /// The offset by which the packet with this extended sequence number has this counter.
  @inlinable
  package static func offset(order: Int64, value: UInt32) -> Int64 {
    Int64(value) &- (order >> 16)
  }
}
