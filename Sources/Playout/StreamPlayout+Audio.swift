import Audio
import Codecs

extension StreamPlayout {
  /// Decodes a payload of the format with index `index` and writes it at `frame`.
  ///
  /// Where `selecting` says which, only these of its coded frames. With `recovered` it stands in a gap, for a packet that
  /// was lost.
  mutating func playAudio(
    _ payload: Span<UInt8>, at frame: Int64, _ formats: [PayloadFormat], _ index: Int,
    selecting: Range<Int>? = nil, recovered: Bool = false
  ) throws(SinkFailure) {
    if index != trackIndex {
      try endTrackNoise(until: frame)
      guard try select(index, formats) else { return countDamaged() }
    }
    guard !payload.isEmpty, let isDirect = track?.isDirect else { return }
    if frame > cursor, isDirect || !continuesRun(at: frame) {
      try fillGap(until: frame, before: payload, recovered: recovered)
    }
    if let selecting { track?.decoder.select(selecting) }
    if isDirect {
      guard let count = track?.decode(payload, behind: &scratch) else { return countDamaged() }
      if options.keepsRemainders { track?.keepRemainders(of: payload, count, in: &scratch) }
      if track?.sendsNoise == true { noteTrackNoise(count, at: frame) }
      try commit(count, at: frame)
    } else {
      guard let count = track?.decode(payload, apart: &scratch, fileChannels: channels) else {
        return countDamaged()
      }
      if track?.sendsNoise == true { noteTrackNoise(count, at: frame) }
      try convert(count, at: frame)
    }
    missing = 0
    (isAfterReset, isAfterPause) = (false, false)
    undecoded = nil
    if noise != nil { noise = nil }
  }

  /// Makes the decoder of a format the current one; false where there is none.
  @inline(never)
  private mutating func select(
    _ index: Int, _ formats: [PayloadFormat]
  ) throws(SinkFailure) -> Bool {
    var next = parked[index]?.track.take()
    if next == nil, let codec = formats[index].codec, let format = formats[index].format {
      next = try? AudioTrack.make(
        codec, format, fileRate: sampleRate, fileChannels: channels,
        conceals: options.gapFill == .conceal)
    }
    guard let next = next.take() else { return false }
    try finishRun()
    if var track = track.take() {
      track.endNoise()
      noteSound(track.decoder.soundsLike())
      parked[trackIndex] = ParkedTrack(track)
    }
    track = consume next
    trackIndex = index
    return true
  }

  /// Takes `count` frames that stand in the block behind `used` into the file at `frame`; what
  /// others have filled already is left out.
  mutating func commit(_ count: Int, at frame: Int64) throws(SinkFailure) {
    guard cursor > frame else { return try advance(count) }
    let skipped = Int(min(cursor - frame, Int64(count)))
    overlapped += skipped == count ? 1 : 0
    let shift = skipped * channels
    for index in scratch.used..<scratch.used + (count - skipped) * channels {
      scratch.block[index] = scratch.block[index + shift]
    }
    if scratch.remainders.count >= scratch.used + count * channels {
      for index in scratch.used..<scratch.used + count * channels {
        let from = index + shift
        let isKept = from < scratch.used + count * channels
        scratch.remainders[index] = isKept ? scratch.remainders[from] : 0
      }
    }
    try advance(count - skipped)
  }

  /// Counts `count` frames behind `used` as written; with `isKnown` they are what was sent, or
  /// the silence that was.
  mutating func advance(_ count: Int, isKnown: Bool = true) throws(SinkFailure) {
    guard count > 0 else { return }
    if ear != nil { listen(count, isKnown: isKnown) }
    if options.rendersEvents, !events.isEmpty {
      render(cursor..<cursor + Int64(count), at: scratch.used)
    }
    scratch.used &+= count &* channels
    cursor &+= Int64(count)
    frames &+= Int64(count)
    if scratch.used >= PlayoutScratch.flushThreshold { try flush() }
  }

  private mutating func listen(_ count: Int, isKnown: Bool) {
    if isKnown {
      ear?.hear(count, of: scratch, channels: channels)
    } else {
      ear?.miss(Int64(count))
    }
  }

  /// Hands the block to the sinks.
  mutating func flush() throws(SinkFailure) {
    ear?.collect()
    guard scratch.used > 0 else { return }
    let used = scratch.used
    let kept = min(used, scratch.remainders.count)
    scratch.used = 0
    for sink in sinks {
      try sink.write(
        scratch.block.span.extracting(0..<used),
        remainders: scratch.remainders.span.extracting(0..<kept), sampleRate: sampleRate,
        channels: channels)
    }
    if kept > 0 { scratch.remainders.removeAll(keepingCapacity: true) }
  }

  /// Counts a payload that its codec refused.
  mutating func countDamaged() { damaged += 1 }
}
