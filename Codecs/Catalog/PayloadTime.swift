/// What a payload tells of time, found without decoding.
package struct PayloadTime: Sendable, BitwiseCopyable, ExpressibleByIntegerLiteral {
  /// How long it lasts, in ticks of the RTP clock.
  package let ticks: Int
  /// Whether it holds no speech, but describes the noise that the decoder goes on making until speech comes.
  package let isSilence: Bool

  init(_ ticks: Int, isSilence: Bool = false) {
    (self.ticks, self.isSilence) = (ticks, isSilence)
  }

  /// Whether the next packet may come so many ticks later: silence goes on until then.
  package func mayLast(_ step: Int) -> Bool { ticks == step || isSilence && ticks < step }

  package init(integerLiteral ticks: Int) { self.init(ticks) }
}
