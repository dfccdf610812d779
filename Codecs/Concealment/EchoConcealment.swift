/// Fills gaps at any rate, in any channels.
///
/// The last 20 ms are played backwards and forwards in turn, so that no seam clicks. After the idea
/// of G.711 Appendix I they stay at full level for 10 ms and are gone after 60 ms.
struct EchoConcealment {
  private let channels: Int
  private let framesPer10Milliseconds: Int
  /// The audio heard last, interleaved; the first `known` samples hold it.
  private var history: [Int16]
  private var known = 0
  /// Frames concealed since then.
  private var concealed = 0

  init(sampleRate: Int, channels: Int) {
    self.channels = channels
    framesPer10Milliseconds = max(1, sampleRate / 100)
    history = [Int16](repeating: 0, count: 2 * framesPer10Milliseconds * channels)
  }

  /// Keeps the end of `pcm`, whole frames that were decoded.
  mutating func remember(_ pcm: Span<Int16>) {
    concealed = 0
    let fresh = min(pcm.count, history.count)
    let kept = min(known, history.count - fresh)
    let (known, pcmCount) = (self.known, pcm.count)
    // An element-wise loop would cost more than the decoder that calls this.
    unsafe history.withUnsafeMutableBufferPointer { history in
      unsafe pcm.withUnsafeBufferPointer { pcm in
        guard let history = history.baseAddress, let pcm = pcm.baseAddress else { return }
        if kept > 0 { unsafe history.update(from: history + (known - kept), count: kept) }
        unsafe (history + kept).update(from: pcm + (pcmCount - fresh), count: fresh)
      }
    }
    self.known = kept + fresh
  }

  /// Writes up to `frames` frames and returns how many had room.
  mutating func fill(frames: Int, into pcm: inout MutableSpan<Int16>) -> Int {
    let frames = max(0, min(frames, pcm.count / channels))
    let period = known / channels
    for frame in 0..<frames {
      let gain = gain(at: concealed)
      if gain > 0, period > 0 {
        let phase = concealed % (2 * period)
        let source = phase < period ? period - 1 - phase : phase - period
        for channel in 0..<channels {
          pcm[frame * channels + channel] = Int16(
            truncatingIfNeeded: (Int(history[source * channels + channel]) * gain) >> 15)
        }
      } else {
        for channel in 0..<channels { pcm[frame * channels + channel] = 0 }
      }
      if concealed < 6 * framesPer10Milliseconds { concealed += 1 }
    }
    return frames
  }

  /// The gain of a concealed frame in steps of 1/32768.
  private func gain(at frame: Int) -> Int {
    let faded = max(0, frame - framesPer10Milliseconds)
    return max(0, 32768 - 32768 * faded / (5 * framesPer10Milliseconds))
  }
}
