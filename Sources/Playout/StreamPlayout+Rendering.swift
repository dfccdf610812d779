import Audio
import RTP
import Tones

extension StreamPlayout {
  /// Mixes the digits that sound in `range` of the timeline over the block's samples from
  /// `offset` on, and reads them back.
  mutating func render(_ range: Range<Int64>, at offset: Int) {
    check.settle(before: range.lowerBound - Int64(sampleRate))
    let window = Int64(TonePresence.window(sampleRate: sampleRate))
    var start = range.lowerBound
    while start < range.upperBound {
      // The last window takes in what would be too short for one of its own.
      let end = range.upperBound - start < 2 * window ? range.upperBound : start + window
      let first = offset + Int(start - range.lowerBound) * channels
      let sounding = events.sounding(in: start..<end)
      for number in sounding { mix(events[number], into: start..<end, at: first) }
      for number in sounding { readBack(events[number], number, in: start..<end, at: first) }
      start = end
    }
  }

  /// Mixes one digit into a window, unless the audio holds its tones already.
  ///
  /// The event's volume is the power of both tones together (RFC 4733, section 2.3.4), so each has
  /// half of it.
  private mutating func mix(
    _ placed: PlacedEvent, into window: Range<Int64>, at offset: Int
  ) {
    let level = Level(dBm0: -Double(placed.event.volume) - 3.01)
    guard let digit = placed.event.digit,
      let tone = DTMFTone(digit, amplitude: level.sineAmplitude, sampleRate: sampleRate),
      let presence = TonePresence(digit, sampleRate: sampleRate)
    else { return }
    let stretch = window.clamped(to: placed.start..<placed.end)
    let first = offset + Int(stretch.lowerBound - window.lowerBound) * channels
    // Where the event begins or ends within the window, so does the tone, perhaps a little later.
    for (start, frames) in [(first, stretch.count), (offset, window.count)] {
      let samples = scratch.block.span.extracting(start..<start + frames * channels)
      if presence.isHeld(in: samples, channels: channels) { return }
    }
    mix(tone, of: placed, stretch, at: first)
  }

  /// Lets the detector hear what a window holds of a digit.
  private mutating func readBack(
    _ placed: PlacedEvent, _ number: Int, in window: Range<Int64>, at offset: Int
  ) {
    guard let digit = placed.event.digit else { return }
    let stretch = window.clamped(to: placed.start..<placed.end)
    let first = offset + Int(stretch.lowerBound - window.lowerBound) * channels
    check.read(
      first..<first + stretch.count * channels, of: scratch, channels: channels,
      sampleRate: sampleRate, event: number, digit, at: stretch.lowerBound)
  }

  private mutating func mix(
    _ tone: DTMFTone, of placed: PlacedEvent, _ stretch: Range<Int64>, at offset: Int
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
