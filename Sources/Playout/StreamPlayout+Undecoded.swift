/// A stretch of media of a codec that is not decoded.
struct UndecodedStretch {
  /// The last packet's frame on the timeline; it lasts as long as the one before.
  private var last: Int64
  private var length: Int64

  /// A stretch that begins with a packet at `frame`, which lasts 20 ms until more is known.
  init(at frame: Int64, sampleRate: Int) {
    last = frame
    length = Int64(sampleRate / 50)
  }

  var end: Int64 { last + length }

  mutating func add(packetAt frame: Int64, sampleRate: Int) {
    let step = frame - last
    if step > 0, step <= Int64(sampleRate / 4) { length = step }
    last = max(last, frame)
  }
}

extension StreamPlayout {
  /// Notes a packet that cannot be decoded; what stands before the first of them is filled.
  mutating func playUndecoded(at frame: Int64) throws(SinkFailure) {
    if undecoded == nil {
      try finishRun()
      if frames > 0, frame > cursor { try fillPlainGap(until: frame, gapKind(until: frame)) }
      undecoded = UndecodedStretch(at: max(frame, cursor), sampleRate: sampleRate)
      noise = nil
    } else {
      undecoded?.add(packetAt: frame, sampleRate: sampleRate)
    }
    missing = 0
    (isAfterReset, isAfterPause) = (false, false)
  }

  /// Fills the stretch that could not be decoded, at most up to `frame`.
  mutating func fillUndecoded(until frame: Int64) throws(SinkFailure) {
    guard let stretch = undecoded.take() else { return }
    // What comes behind it within a packet or two belongs to it: how long the last one lasts is a guess.
    let end = frame - stretch.end <= Int64(sampleRate / 20) ? frame : stretch.end
    guard end > cursor else { return }
    let (start, fill) = (cursor, options.gapFill == .close ? Gap.Fill.closed : .silence)
    if fill == .closed {
      ear?.miss(end - cursor)
      cursor = end
    } else {
      try silence(until: end, isKnown: false)
    }
    record(Gap(start: start, end: end, kind: .undecoded, fill: fill))
  }
}
