import Audio
import RTP
import Tones

extension StreamPlayout {
  /// Mixes the digits that sound in `frames` of the timeline over the block's samples from
  /// `offset` on, and reads them back.
  func render(_ range: Range<Int64>, at offset: Int, _ scratch: PlayoutScratch) {
    events.forEach(in: range) { _, placed in mix(placed, into: range, at: offset, scratch) }
    check.settle(before: range.lowerBound - Int64(sampleRate))
    events.forEach(in: range) { number, placed in
      guard let digit = TelephoneEvent.digit(of: placed.event.code) else { return }
      let start = max(range.lowerBound, placed.start)
      let end = min(range.upperBound, placed.end)
      let first = offset + Int(start - range.lowerBound) * channels
      let block = scratch.block
      check.read(
        block.span.extracting(first..<first + Int(end - start) * channels),
        channels: channels, sampleRate: sampleRate, of: number, digit, at: start)
    }
  }

  /// Mixes one digit in, but for the windows in which the audio holds its tones already.
  ///
  /// The event's volume is the power of both tones together (RFC 4733, section 2.3.4), so each has
  /// half of it.
  private func mix(
    _ placed: PlacedEvent, into range: Range<Int64>, at offset: Int, _ scratch: PlayoutScratch
  ) {
    let level = Level(dBm0: -Double(placed.event.volume) - 3.01)
    guard let digit = TelephoneEvent.digit(of: placed.event.code),
      let tone = DTMFTone(digit, amplitude: level.sineAmplitude, sampleRate: sampleRate),
      let presence = TonePresence(digit, sampleRate: sampleRate)
    else { return }
    let window = Int64(presence.window)
    var start = range.lowerBound
    while start < range.upperBound {
      let rest = range.upperBound - start
      let end = start + (rest < 2 * window ? rest : window)
      defer { start = end }
      guard start < placed.end, end > placed.start else { continue }
      let first = offset + Int(start - range.lowerBound) * channels
      let samples = first..<first + Int(end - start) * channels
      if presence.isHeld(in: scratch.block.span.extracting(samples), channels: channels) {
        continue
      }
      let stretch = max(start, placed.start)..<min(end, placed.end)
      mix(
        tone, of: placed, stretch, at: first + Int(stretch.lowerBound - start) * channels, scratch)
    }
  }

  private func mix(
    _ tone: DTMFTone, of placed: PlacedEvent, _ stretch: Range<Int64>, at offset: Int,
    _ scratch: PlayoutScratch
  ) {
    var position = offset
    for frame in stretch {
      let value = tone.sample(
        at: frame - placed.start, of: placed.end - placed.start,
        fades: placed.event.endPackets > 0)
      for index in position..<position + channels {
        let mixed = Double(scratch.block[index]) + value
        scratch.block[index] = Int16(max(-32_768, min(32_767, mixed.rounded())))
      }
      position += channels
    }
  }
}
