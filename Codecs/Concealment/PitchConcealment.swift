internal import CSpanDSP

/// Fills gaps in speech with its last pitch period, by spandsp's `plc`: like G.711 Appendix I, but without its delay.
///
/// It starts at full level and is gone after 50 ms. What comes before that is blended with it for a
/// quarter of the period, 30 samples at most. Behind a longer gap nothing is changed.
///
/// Owns a state of spandsp, which keeps none outside it and may move between threads.
@safe
struct PitchConcealment: ~Copyable, @unchecked Sendable {
  /// Hz; the pitches that it looks for, 66 to 200 Hz, are compiled for it.
  static let sampleRate = 8000
  /// Samples of a gap before it is silent.
  private static let longest = 400
  /// spandsp 0.0.6 begins a gap with a quarter of the period, also where less is asked for.
  private static let shortest = Int(PLC_PITCH_OVERLAP_MAX)

  private let state: UnsafeMutablePointer<plc_state_t>

  /// Nil where there is no memory.
  init?() {
    guard let state = unsafe plc_init(nil) else { return nil }
    unsafe self.state = state
  }

  deinit { _ = unsafe plc_free(state) }

  private var isSilent: Bool { unsafe state.pointee.missing_samples >= Self.longest }

  /// Learns from the first `count` samples of `pcm`; behind a gap it changes their beginning.
  func receive(_ pcm: inout MutableSpan<Int16>, count: Int) {
    // Of no samples it would learn that the gap is over.
    guard count > 0, count <= pcm.count, let length = Int32(exactly: count) else { return }
    if isSilent { _ = unsafe plc_init(state) }
    unsafe pcm.withUnsafeMutableBufferPointer { pcm in
      _ = unsafe plc_rx(state, pcm.baseAddress, length)
    }
  }

  /// Writes up to `frames` samples and returns how many had room.
  func fill(frames: Int, into pcm: inout MutableSpan<Int16>) -> Int {
    let frames = max(0, min(frames, pcm.count))
    guard frames < Self.shortest else {
      makeUp(frames, into: &pcm)
      return frames
    }
    var samples = [Int16](repeating: 0, count: Self.shortest)
    var room = samples.mutableSpan
    makeUp(frames, into: &room)
    for index in 0..<frames { pcm[index] = room[index] }
    return frames
  }

  private func makeUp(_ count: Int, into pcm: inout MutableSpan<Int16>) {
    guard count > 0, !isSilent, let length = Int32(exactly: count) else {
      for index in 0..<count { pcm[index] = 0 }
      return
    }
    unsafe pcm.withUnsafeMutableBufferPointer { pcm in
      _ = unsafe plc_fillin(state, pcm.baseAddress, length)
    }
  }
}
