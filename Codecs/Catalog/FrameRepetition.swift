package import Audio

/// How packets repeat frames that came in packets before, in case those are lost (RFC 4867, section 3.7.1).
package struct FrameRepetition: Sendable {
  /// How long each frame lasts, in ticks of the RTP clock.
  package let ticks: Int
  private let isRepeated: @Sendable (Span<UInt8>, Span<UInt8>, Int, MediaFormat) -> Bool

  /// - `isRepeated`: whether the first frames of a payload, so many, are the last of the payload before it.
  init(
    ticks: Int, isRepeated: @escaping @Sendable (Span<UInt8>, Span<UInt8>, Int, MediaFormat) -> Bool
  ) {
    (self.ticks, self.isRepeated) = (ticks, isRepeated)
  }

  /// Whether `payload` begins with the last `count` frames of `previous`.
  package func repeats(
    _ payload: Span<UInt8>, behind previous: Span<UInt8>, count: Int, _ format: MediaFormat
  ) -> Bool {
    isRepeated(payload, previous, count, format)
  }
}
