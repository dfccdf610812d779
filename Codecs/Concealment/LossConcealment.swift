/// Fills gaps for codecs that have no concealment of their own; where it is not wanted, it does nothing.
///
/// At 8 kHz and in one channel that is spandsp's work, unless it cannot be loaded.
struct LossConcealment: ~Copyable {
  private let isWanted: Bool
  private let pitch: PitchConcealment?
  private var echo: EchoConcealment?

  init(_ request: DecoderRequest, sampleRate: Int, library: CodecLibrary = .spandsp) {
    isWanted = request.conceals
    let isTelephone = sampleRate == PitchConcealment.sampleRate && request.channels == 1
    pitch = isWanted && isTelephone && library.isThere() ? PitchConcealment() : nil
    if isWanted, pitch == nil {
      echo = EchoConcealment(sampleRate: sampleRate, channels: request.channels)
    }
  }

  /// Learns from the first `count` samples of `pcm`, whole frames that were decoded.
  ///
  /// Behind a gap their beginning may be changed, to join what was made up.
  @inline(__always)
  mutating func receive(_ pcm: inout MutableSpan<Int16>, count: Int) {
    if isWanted { learn(from: &pcm, count: count) }
  }

  @inline(never)
  private mutating func learn(from pcm: inout MutableSpan<Int16>, count: Int) {
    pitch?.receive(&pcm, count: count)
    echo?.remember(pcm.span.extracting(first: count))
  }

  /// Writes up to `frames` frames and returns how many had room; none where it is not wanted.
  mutating func fill(frames: Int, into pcm: inout MutableSpan<Int16>) -> Int {
    pitch?.fill(frames: frames, into: &pcm) ?? echo?.fill(frames: frames, into: &pcm) ?? 0
  }
}
