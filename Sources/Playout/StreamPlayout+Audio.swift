import Audio
import Codecs

extension StreamPlayout {
  /// Decodes a payload of the format with index `index` and writes it at `frame`.
  ///
  /// With `recovered` it stands in a gap, for a packet that was lost.
  func playAudio(
    _ payload: Span<UInt8>, at frame: Int64, _ formats: [PayloadFormat], _ index: Int,
    recovered: Bool = false, _ scratch: PlayoutScratch
  ) throws(SinkFailure) {
    guard let track = track(for: index, formats), !payload.isEmpty else { return }
    if let current = currentTrack, current != index { try finishRun(scratch) }
    currentTrack = index
    let isDirect = track.isDirect(fileRate: sampleRate, fileChannels: channels)
    if frame > cursor, !continuesRun(of: track, at: frame) {
      try fillGap(until: frame, before: payload, track, recovered: recovered, scratch)
    }
    let room = track.codec.maximumFrames(in: payload.count, for: track.format) * track.channels
    if isDirect {
      scratch.reserve(room)
      var samples = scratch.block.mutableSpan
      var target = samples._mutatingExtracting(scratch.used..<scratch.used + room)
      guard let count = try? track.decoder.decode(payload, into: &target) else {
        return countDamaged()
      }
      try commit(count, at: frame, scratch)
    } else {
      scratch.reservePacket(max(room, room / track.channels * channels))
      var samples = scratch.packet.mutableSpan
      guard let count = try? track.decoder.decode(payload, into: &samples) else {
        return countDamaged()
      }
      remix(&scratch.packet, frames: count, from: track.channels, to: channels)
      try convert(count, track, at: frame, scratch)
    }
    missing = 0
    isAfterReset = false
    noise = nil
  }

  /// The track of a format, made when its first packet comes.
  private func track(for index: Int, _ formats: [PayloadFormat]) -> AudioTrack? {
    if let track = decoders[index] { return track }
    guard let codec = formats[index].codec, let format = formats[index].format,
      let track = try? AudioTrack(codec, format, fileChannels: channels)
    else {
      countDamaged()
      return nil
    }
    decoders[index] = track
    return track
  }

  /// Takes `count` frames that stand in the block behind `used` into the file at `frame`; what
  /// others have filled already is left out.
  func commit(_ count: Int, at frame: Int64, _ scratch: PlayoutScratch) throws(SinkFailure) {
    let skipped = Int(min(max(0, cursor - frame), Int64(count)))
    if skipped > 0 {
      overlapped += skipped == count ? 1 : 0
      let shift = skipped * channels
      for index in scratch.used..<scratch.used + (count - skipped) * channels {
        scratch.block[index] = scratch.block[index + shift]
      }
    }
    try advance(count - skipped, scratch)
  }

  /// Counts `count` frames behind `used` as written; with `isKnown` they are what was sent, or
  /// the silence that was.
  func advance(
    _ count: Int, isKnown: Bool = true, _ scratch: PlayoutScratch
  ) throws(SinkFailure) {
    guard count > 0 else { return }
    if isKnown {
      ear?.hear(
        scratch.block.span.extracting(scratch.used..<scratch.used + count * channels),
        channels: channels)
    } else {
      ear?.miss(Int64(count))
    }
    if options.rendersEvents, !events.isEmpty {
      render(cursor..<cursor + Int64(count), at: scratch.used, scratch)
    }
    scratch.used += count * channels
    cursor += Int64(count)
    frames += Int64(count)
    if scratch.used >= PlayoutScratch.flushThreshold { try flush(scratch) }
  }

  /// Hands the block to the sink.
  func flush(_ scratch: PlayoutScratch) throws(SinkFailure) {
    ear?.collect()
    guard scratch.used > 0 else { return }
    let block = scratch.block
    let used = scratch.used
    scratch.used = 0
    try sink.write(
      block.span.extracting(0..<used), sampleRate: sampleRate, channels: channels)
  }
}
