extension StreamPlayout {
  /// Whether audio at `frame` goes on where the resampler's run stands, to a frame of rounding.
  func continuesRun(at frame: Int64) -> Bool {
    guard let end = track?.runEnd(fileRate: sampleRate) else { return false }
    return (frame - end).magnitude <= 1
  }

  /// Brings `count` frames of the packet buffer to the file's rate and writes them.
  mutating func convert(_ count: Int, at frame: Int64) throws(SinkFailure) {
    let rate = track?.sampleRate ?? sampleRate
    guard rate != sampleRate else {
      scratch.takePacket(count * channels)
      return try commit(count, at: frame)
    }
    if !continuesRun(at: frame) { try finishRun() }
    if track?.run == nil {
      track?.startRun(at: frame, fileRate: sampleRate, channels: channels)
      guard track?.run != nil else { return countDamaged() }
    }
    track?.resample(count, of: &scratch, channels: channels)
    try writeResampled()
  }

  /// Ends the run of the current track: the resampler's tail is written.
  mutating func finishRun() throws(SinkFailure) {
    guard track?.run != nil else { return }
    track?.finishResampling(into: &scratch)
    try writeResampled()
    track?.endRun()
  }

  private mutating func writeResampled() throws(SinkFailure) {
    let count = scratch.resampled.count / channels
    guard count > 0, let run = track?.run else { return }
    track?.run?.output += Int64(count)
    scratch.takeResampled()
    try commit(count, at: run.start + run.output)
  }
}
