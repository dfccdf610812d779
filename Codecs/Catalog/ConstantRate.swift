/// What a codec spends that takes equal bytes for equal time: `bytes` hold `frames` frames, which
/// last `ticks` of the RTP clock.
package struct ConstantRate: Sendable, BitwiseCopyable {
  package let bytes: Int
  package let ticks: Int
  package let frames: Int

  /// How long a payload of `byteCount` bytes lasts, in ticks; what is no whole frame is nothing.
  @inlinable
  package func duration(of byteCount: Int) -> Int { units(in: byteCount) &* ticks }

  /// The frames in a payload of `byteCount` bytes.
  @inlinable
  package func frames(in byteCount: Int) -> Int { units(in: byteCount) &* frames }

  /// Whether `byteCount` bytes are whole frames.
  @inlinable
  package func isWhole(_ byteCount: Int) -> Bool { bytes == 1 || byteCount % bytes == 0 }

  /// Division takes longer than all the rest that is done for a packet of G.711.
  @inlinable
  func units(in byteCount: Int) -> Int { bytes == 1 ? byteCount : byteCount / bytes }
}
