import Audio
import RTP
import Tones

extension StreamPlayout {
  /// Mixes the digits that sound in `frames` of the timeline over the block's samples from
  /// `offset` on.
  ///
  /// The event's volume is the power of both tones together (RFC 4733, section 2.3.4), so each has
  /// half of it.
  func render(_ range: Range<Int64>, at offset: Int, _ scratch: PlayoutScratch) {
    events.forEach(in: range) { placed in
      let level = Level(dBm0: -Double(placed.event.volume) - 3.01)
      guard let digit = TelephoneEvent.digit(of: placed.event.code),
        let tone = DTMFTone(digit, amplitude: level.sineAmplitude, sampleRate: sampleRate)
      else { return }
      let length = placed.end - placed.start
      for frame in max(range.lowerBound, placed.start)..<min(range.upperBound, placed.end) {
        let value = tone.sample(
          at: frame - placed.start, of: length, fades: placed.event.endPackets > 0)
        let first = offset + Int(frame - range.lowerBound) * channels
        for index in first..<first + channels {
          let mixed = Double(scratch.block[index]) + value
          scratch.block[index] = Int16(max(-32_768, min(32_767, mixed.rounded())))
        }
      }
    }
  }
}
