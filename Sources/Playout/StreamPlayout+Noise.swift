import Codecs

/// Comfort noise: what packets of its own (RFC 3389) describe, or the codec's payloads.
extension StreamPlayout {
  /// Comfort noise starts at `frame` and goes on until audio comes (RFC 3389, section 4).
  mutating func playComfortNoise(
    _ payload: Span<UInt8>, at frame: Int64
  ) throws(SinkFailure) {
    try finishRun()
    if frame > cursor { try fillPlainGap(until: frame, gapKind(until: frame)) }
    if noise == nil { noise = ComfortNoiseGenerator() }
    noise?.update(payload)
    missing = 0
    (isAfterReset, isAfterPause) = (false, false)
  }

  /// Whether comfort noise goes on until the next audio.
  var isNoisy: Bool {
    if noise != nil { return true }
    return track?.isNoisy() == true
  }

  /// Fills with the noise that was described last.
  mutating func makeNoise(until frame: Int64) throws(SinkFailure) {
    if noise == nil, track?.isDirect != true { return try makeTrackNoise(until: frame) }
    while cursor < frame {
      let count = Int(min(frame - cursor, 8192))
      if noise != nil {
        noise?.generate(count, into: &scratch, channels: channels)
      } else {
        guard track?.conceal(count, behind: &scratch) == count else {
          return try silence(until: frame)
        }
      }
      try advance(count)
    }
  }

  /// Fills with noise of a decoder whose rate or channels are not the file's.
  private mutating func makeTrackNoise(until frame: Int64) throws(SinkFailure) {
    try convertTrackNoise(from: cursor, until: frame)
    try finishRun()
    try silence(until: frame)
  }

  /// Fills from the end of the resampler's run to `frame` with the noise of its decoder; false where
  /// that is not what goes on there.
  mutating func continueRunWithNoise(until frame: Int64) throws(SinkFailure) -> Bool {
    guard noise == nil, track?.noiseFrames != nil, undecoded == nil,
      let end = track?.runEnd(fileRate: sampleRate), frame > end,
      gapKind(until: frame) == .comfortNoise
    else { return false }
    try convertTrackNoise(from: end, until: frame)
    record(Gap(start: end, end: frame, kind: .comfortNoise, fill: .comfortNoise))
    return true
  }

  private mutating func convertTrackNoise(
    from start: Int64, until frame: Int64
  ) throws(SinkFailure) {
    var left = (frame - start) * Int64(track?.sampleRate ?? sampleRate) / Int64(sampleRate)
    while left > 0 {
      let count = Int(min(left, 8192))
      guard track?.conceal(count, apart: &scratch, fileChannels: channels) == count else { return }
      try convert(count, at: track?.runEnd(fileRate: sampleRate) ?? cursor)
      left -= Int64(count)
    }
  }

  /// Before the decoder of another format follows: what this one goes on with.
  mutating func endTrackNoise(until frame: Int64) throws(SinkFailure) {
    guard noise == nil, track?.noiseFrames != nil, frame > cursor,
      gapKind(until: frame) == .comfortNoise
    else { return }
    try finishRun()
    try fillPlainGap(until: frame, .comfortNoise)
  }

  /// Notes the noise in which a payload ended that was decoded to `count` frames, for `frame` of the
  /// timeline.
  mutating func noteTrackNoise(_ count: Int, at frame: Int64) {
    guard count > 0, let frames = track?.noiseFrames, let trackRate = track?.sampleRate else {
      return
    }
    let rate = Int64(trackRate)
    let end = frame + Int64(count) * Int64(sampleRate) / rate
    let start = max(end - Int64(frames) * Int64(sampleRate) / rate, cursor)
    guard start < end else { return }
    record(Gap(start: start, end: end, kind: .comfortNoise, fill: .comfortNoise))
  }
}
