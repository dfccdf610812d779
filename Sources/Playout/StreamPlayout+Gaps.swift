import Audio
import Codecs

extension StreamPlayout {
  /// Fills the timeline from the cursor up to `frame`, where the next audio of `track` stands.
  func fillGap(
    until frame: Int64, before next: Span<UInt8>, _ track: AudioTrack, recovered: Bool,
    _ scratch: PlayoutScratch
  ) throws(SinkFailure) {
    try finishRun(scratch)
    guard frame > cursor else { return }
    let start = cursor
    let kind = gapKind(until: frame)
    let isDirect = track.isDirect(fileRate: sampleRate, fileChannels: channels)
    guard kind == .loss, isDirect else { return try fillPlainGap(until: frame, kind, scratch) }
    // Behind a longer burst the decoder has lost its state, and what it makes of the next packet
    // is half made up: only concealment may use that.
    let isCarried = !recovered && (missing == 1 || options.gapFill == .conceal)
    let carried = isCarried ? recover(until: frame, from: next, track, scratch) : 0
    let end = frame - Int64(carried)
    if options.gapFill == .conceal, end > start {
      try conceal(until: end, track, scratch)
      record(Gap(start: start, end: end, kind: .loss, fill: .concealed))
    } else {
      try fillPlainGap(until: end, kind, scratch)
    }
    guard carried > 0 else { return }
    scratch.reserve(carried * channels)
    for index in 0..<carried * channels {
      scratch.block[scratch.used + index] = scratch.packet[index]
    }
    try advance(carried, scratch)
    record(Gap(start: end, end: frame, kind: .loss, fill: .fec))
  }

  /// Fills with what needs no decoder: silence, comfort noise, rendered digits, or nothing.
  func fillPlainGap(
    until frame: Int64, _ kind: Gap.Kind, _ scratch: PlayoutScratch
  ) throws(SinkFailure) {
    guard frame > cursor else { return }
    let start = cursor
    var fill = Gap.Fill.silence
    if options.gapFill == .close, kind != .event {
      fill = .closed
      ear?.miss(frame - cursor)
      cursor = frame
    } else if kind == .event, options.rendersEvents, events.covers(start..<frame, digitsOnly: true)
    {
      fill = .rendered
      try silence(until: frame, scratch)
    } else if kind == .comfortNoise {
      fill = .comfortNoise
      try makeNoise(until: frame, scratch)
    } else {
      try silence(until: frame, isKnown: kind != .loss, scratch)
    }
    record(Gap(start: start, end: frame, kind: kind, fill: fill))
  }

  /// Notes a gap.
  func record(_ gap: Gap) { gaps.append(gap, store: gapStore) }

  /// Why there is no audio from the cursor up to `frame`.
  func gapKind(until frame: Int64) -> Gap.Kind {
    if isAfterReset { return .reset }
    if noise != nil { return .comfortNoise }
    if frame > cursor, events.covers(cursor..<frame) { return .event }
    return missing > 0 ? .loss : .silence
  }

  func silence(
    until frame: Int64, isKnown: Bool = true, _ scratch: PlayoutScratch
  ) throws(SinkFailure) {
    while cursor < frame {
      let count = Int(min(frame - cursor, 8192))
      scratch.reserve(count * channels)
      for index in scratch.used..<scratch.used + count * channels { scratch.block[index] = 0 }
      try advance(count, isKnown: isKnown, scratch)
    }
  }

  private func makeNoise(until frame: Int64, _ scratch: PlayoutScratch) throws(SinkFailure) {
    while cursor < frame {
      let count = Int(min(frame - cursor, 8192))
      scratch.reservePacket(count * channels)
      var samples = scratch.packet.mutableSpan
      var target = samples._mutatingExtracting(0..<count)
      noise?.generate(into: &target)
      remix(&scratch.packet, frames: count, from: 1, to: channels)
      scratch.reserve(count * channels)
      for index in 0..<count * channels {
        scratch.block[scratch.used + index] = scratch.packet[index]
      }
      try advance(count, scratch)
    }
  }

  /// Decodes to the packet buffer what the next packet carries of the one lost before it (RFC
  /// 6716, section 2.1.7); returns frames.
  private func recover(
    until frame: Int64, from next: Span<UInt8>, _ track: AudioTrack, _ scratch: PlayoutScratch
  ) -> Int {
    let count = Int(min(frame - cursor, Self.longestPacket))
    scratch.reservePacket(count * channels)
    var packet: [Int16] = []
    swap(&packet, &scratch.packet)
    defer { swap(&packet, &scratch.packet) }
    var samples = packet.mutableSpan
    let carried = track.decoder.recover(frames: count, from: next, into: &samples)
    return min(carried ?? 0, count)
  }

  /// Frames of the longest Opus packet, 120 ms (RFC 6716, section 3.2.5).
  private static let longestPacket: Int64 = 5760

  /// Conceals up to a second, which is longer than any codec makes up sound for; then silence.
  private func conceal(
    until frame: Int64, _ track: AudioTrack, _ scratch: PlayoutScratch
  ) throws(SinkFailure) {
    let end = min(frame, cursor + Int64(sampleRate))
    while cursor < end, track.channels == channels {
      let count = Int(min(end - cursor, Int64(max(1, sampleRate / 50))))
      scratch.reserve(count * channels)
      var samples = scratch.block.mutableSpan
      var target = samples._mutatingExtracting(scratch.used..<scratch.used + count * channels)
      let made = track.decoder.conceal(frames: count, into: &target)
      guard made > 0 else { break }
      try advance(min(made, count), isKnown: false, scratch)
    }
    try silence(until: frame, isKnown: false, scratch)
  }

  /// Comfort noise starts at `frame` and goes on until audio comes (RFC 3389, section 4).
  func playComfortNoise(
    _ payload: Span<UInt8>, at frame: Int64, _ scratch: PlayoutScratch
  ) throws(SinkFailure) {
    try finishRun(scratch)
    if frame > cursor { try fillPlainGap(until: frame, gapKind(until: frame), scratch) }
    if noise == nil { noise = ComfortNoiseGenerator() }
    noise?.update(payload)
    missing = 0
    isAfterReset = false
  }
}
