/// Gives any number of samples of a library that makes them up in whole frames only.
///
/// What is left of a frame comes first the next time, so that no seam is heard within a gap.
struct FrameRemainder {
  /// The last frame that was made up.
  private var frame: [Int16]
  /// Samples of it that were given away.
  private var given: Int

  /// Frames are of `length` samples, at least 1.
  init(length: Int) {
    frame = [Int16](repeating: 0, count: max(1, length))
    given = frame.count
  }

  /// Forgets what is left: audio came.
  mutating func clear() { given = frame.count }

  /// Writes up to `count` samples to the front of `pcm` and returns how many had room; `make`
  /// writes a whole frame.
  mutating func fill(
    _ count: Int, into pcm: inout MutableSpan<Int16>, make: (inout MutableSpan<Int16>) -> Void
  ) -> Int {
    let count = max(0, min(count, pcm.count))
    for index in 0..<count {
      if given == frame.count {
        var samples = frame.mutableSpan
        make(&samples)
        given = 0
      }
      pcm[index] = frame[given]
      given += 1
    }
    return count
  }
}
