import Codecs

extension StreamPlayout {
  /// Fills the timeline from the cursor up to `frame`, where the next audio stands.
  mutating func fillGap(
    until frame: Int64, before next: Span<UInt8>, recovered: Bool
  ) throws(SinkFailure) {
    if try continueRunWithNoise(until: frame) { return }
    try finishRun()
    if undecoded != nil { try fillUndecoded(until: frame) }
    guard frame > cursor else { return }
    let start = cursor
    let kind = gapKind(until: frame)
    guard kind == .loss, track?.isDirect == true else {
      return try fillPlainGap(until: frame, kind)
    }
    // Behind a longer burst the decoder has lost its state, and what it makes of the next packet
    // is half made up: only concealment may use that.
    let isCarried = !recovered && (missing == 1 || options.gapFill == .conceal)
    let carried = isCarried ? recover(until: frame, from: next) : 0
    let end = frame - Int64(carried)
    if options.gapFill == .conceal, end > start {
      try conceal(until: end)
      record(Gap(start: start, end: end, kind: .loss, fill: .concealed))
    } else {
      try fillPlainGap(until: end, kind)
    }
    guard carried > 0 else { return }
    scratch.takePacket(carried * channels)
    try advance(carried)
    record(Gap(start: end, end: frame, kind: .loss, fill: .fec))
  }

  /// Fills with what needs no decoder: silence, comfort noise, rendered digits, or nothing.
  mutating func fillPlainGap(
    until frame: Int64, _ kind: Gap.Kind
  ) throws(SinkFailure) {
    guard frame > cursor else { return }
    let start = cursor
    var fill = Gap.Fill.silence
    if options.gapFill == .close, kind != .event, kind != .comfortNoise || noise != nil {
      fill = .closed
      ear?.miss(frame - cursor)
      cursor = frame
    } else if kind == .event, options.rendersEvents, events.covers(start..<frame, digitsOnly: true)
    {
      fill = .rendered
      try silence(until: frame)
    } else if kind == .comfortNoise {
      fill = .comfortNoise
      try makeNoise(until: frame)
    } else {
      try silence(until: frame, isKnown: kind != .loss)
    }
    record(Gap(start: start, end: frame, kind: kind, fill: fill))
  }

  /// Notes a gap.
  mutating func record(_ gap: Gap) { gaps.append(gap, store: gapStore) }

  /// Why there is no audio from the cursor up to `frame`.
  func gapKind(until frame: Int64) -> Gap.Kind {
    if isAfterReset { return .reset }
    if isAfterPause { return .pause }
    if isNoisy { return .comfortNoise }
    if frame > cursor, events.covers(cursor..<frame) { return .event }
    return missing > 0 ? .loss : .silence
  }

  mutating func silence(
    until frame: Int64, isKnown: Bool = true
  ) throws(SinkFailure) {
    while cursor < frame {
      let count = Int(min(frame - cursor, 8192))
      scratch.reserve(count * channels)
      for index in scratch.used..<scratch.used + count * channels { scratch.block[index] = 0 }
      try advance(count, isKnown: isKnown)
    }
  }

  /// Decodes to the packet buffer what the next packet carries of the one lost before it (RFC
  /// 6716, section 2.1.7); returns frames.
  ///
  /// That is no more than the next packet may hold itself.
  private mutating func recover(
    until frame: Int64, from next: Span<UInt8>
  ) -> Int {
    let longest = track?.maximumFrames(in: next.count) ?? 0
    let count = Int(min(frame - cursor, Int64(longest)))
    return min(track?.recover(count, from: next, apart: &scratch) ?? 0, count)
  }

  /// Conceals up to a second, which is longer than any codec makes up sound for; then silence.
  private mutating func conceal(
    until frame: Int64
  ) throws(SinkFailure) {
    let end = min(frame, cursor + Int64(sampleRate))
    while cursor < end, track?.channels == channels {
      let count = Int(min(end - cursor, Int64(max(1, sampleRate / 50))))
      guard let made = track?.conceal(count, behind: &scratch), made > 0 else { break }
      try advance(min(made, count), isKnown: false)
    }
    try silence(until: frame, isKnown: false)
  }
}
