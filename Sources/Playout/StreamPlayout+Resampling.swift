import Audio

extension StreamPlayout {
  /// Whether audio at `frame` goes on where the resampler's run stands, to a frame of rounding.
  func continuesRun(of track: AudioTrack, at frame: Int64) -> Bool {
    guard track.run != nil, let end = track.runEnd(fileRate: sampleRate) else { return false }
    return (frame - end).magnitude <= 1
  }

  /// Brings `count` frames of the packet buffer to the file's rate and writes them.
  func convert(
    _ count: Int, _ track: AudioTrack, at frame: Int64, _ scratch: PlayoutScratch
  ) throws(SinkFailure) {
    if track.sampleRate == sampleRate {
      return try copy(count, at: frame, scratch)
    }
    if track.run != nil, !continuesRun(of: track, at: frame) { try finishRun(scratch) }
    if track.run == nil {
      guard
        let resampler = try? Resampler(
          from: track.sampleRate, to: sampleRate, channels: channels)
      else { return countDamaged() }
      track.run = ResampledRun(resampler: resampler, start: frame)
    }
    scratch.resampled.removeAll(keepingCapacity: true)
    let packet = scratch.packet
    let input = packet.span.extracting(0..<count * channels)
    try? track.run?.resampler.process(input, into: &scratch.resampled)
    track.run?.input += Int64(count)
    try writeResampled(of: track, scratch)
  }

  /// Ends the run of the current track: the resampler's tail is written.
  func finishRun(_ scratch: PlayoutScratch) throws(SinkFailure) {
    guard let index = currentTrack, let track = decoders[index], track.run != nil else { return }
    scratch.resampled.removeAll(keepingCapacity: true)
    try? track.run?.resampler.finish(into: &scratch.resampled)
    try writeResampled(of: track, scratch)
    track.run = nil
  }

  private func writeResampled(
    of track: AudioTrack, _ scratch: PlayoutScratch
  ) throws(SinkFailure) {
    let count = scratch.resampled.count / channels
    guard count > 0, let start = track.run?.start, let output = track.run?.output else { return }
    track.run?.output = output + Int64(count)
    scratch.reserve(count * channels)
    for index in 0..<count * channels {
      scratch.block[scratch.used + index] = scratch.resampled[index]
    }
    try commit(count, at: start + output, scratch)
  }

  private func copy(
    _ count: Int, at frame: Int64, _ scratch: PlayoutScratch
  ) throws(SinkFailure) {
    scratch.reserve(count * channels)
    for index in 0..<count * channels {
      scratch.block[scratch.used + index] = scratch.packet[index]
    }
    try commit(count, at: frame, scratch)
  }
}

extension AudioTrack {
  /// The timeline's frame at which the run's audio ends, as far as it went in.
  func runEnd(fileRate: Int) -> Int64? {
    guard let start = run?.start, let input = run?.input else { return nil }
    return start + (input * Int64(fileRate) + Int64(sampleRate) / 2) / Int64(sampleRate)
  }
}
