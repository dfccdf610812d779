package import Audio

/// How packets repeat frames that came in packets before, in case those are lost (RFC 4867, section 3.7.1).
package struct FrameRepetition: Sendable {
  /// How long each frame lasts, in ticks of the RTP clock.
  package let ticks: Int
  private let digests: @Sendable (Span<UInt8>, MediaFormat) -> [UInt64?]

  /// - `digests`: what tells each frame of a payload from others, nil for one without data; none of a damaged payload.
  init(ticks: Int, digests: @escaping @Sendable (Span<UInt8>, MediaFormat) -> [UInt64?]) {
    (self.ticks, self.digests) = (ticks, digests)
  }

  /// What tells each frame of a payload from others, nil for one without data; none of a damaged payload.
  package func frames(of payload: Span<UInt8>, _ format: MediaFormat) -> [UInt64?] {
    digests(payload, format)
  }
}
