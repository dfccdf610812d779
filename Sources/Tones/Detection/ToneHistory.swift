/// The last quarter of a second or so of audio, as it came and high-passed where that was asked for.
///
/// Positions count from the start of the audio at the detector's own rate.
struct ToneHistory {
  private(set) var raw: [Float]
  private(set) var filtered: [Float]
  /// How many of `raw` are valid.
  private var used: Int
  /// Position of the first sample held.
  private(set) var base = 0
  /// Positions for which `filtered` holds the high-passed signal.
  private var filteredRange = 0..<0
  /// Stretches that were lost: what stands there says nothing.
  private(set) var unknown: [Range<Int>] = []
  let taps: [Float]
  private let kept: Int

  /// Samples by which the high-pass looks ahead.
  var lookAhead: Int { taps.count / 2 }

  init(sampleRate: Double) {
    taps = sampleRate == 8000 ? HighPass.telephone : HighPass.taps(sampleRate: sampleRate)
    // A block may have come in of which nothing was looked at yet.
    kept = Int(sampleRate * 0.3) + Decimator.block
    // What came before the first sample was silence.
    raw = [Float](repeating: 0, count: kept + 8192)
    filtered = raw
    used = kept
    base = -kept
  }

  var end: Int { base + used }

  /// Adds the first `count` of `samples`, at most a decimator's block.
  mutating func append(_ samples: borrowing [Float], count: Int) {
    makeRoom(count)
    SampleKernels.copy(samples, count: count, to: &raw, at: used)
    used += count
  }

  mutating func append(_ sample: Float) {
    makeRoom(1)
    raw[used] = sample
    used += 1
  }

  /// Lets go of what is too old where `count` samples would not fit.
  private mutating func makeRoom(_ count: Int) {
    guard used + count > raw.count else { return }
    let surplus = used - kept
    SampleKernels.slide(&raw, from: surplus, count: kept)
    if filteredRange.upperBound > base + surplus {
      SampleKernels.slide(&filtered, from: surplus, count: kept)
    }
    used = kept
    base += surplus
    unknown.removeAll { $0.upperBound < base }
  }

  mutating func markUnknown(_ range: Range<Int>) {
    if let last = unknown.last, last.upperBound == range.lowerBound {
      unknown[unknown.count - 1] = last.lowerBound..<range.upperBound
    } else {
      unknown.append(range)
    }
  }

  /// The count of unknown samples in `range`, widened by `margin` on both sides where any are.
  func unknownCount(in range: Range<Int>, margin: Int = 0) -> Int {
    var count = 0
    for stretch in unknown {
      let wide = stretch.lowerBound - margin..<stretch.upperBound + margin
      count += wide.clamped(to: range).count
    }
    return count
  }

  /// Makes the high-passed signal ready for `range`; false where audio is missing for it.
  ///
  /// What is ready and touches the range stays ready, so that little is filtered twice.
  mutating func prepare(_ range: Range<Int>) -> Bool {
    guard range.lowerBound - lookAhead >= base, range.upperBound + lookAhead <= end else {
      return false
    }
    if filteredRange.lowerBound < base { filteredRange = filteredRange.clamped(to: base..<end) }
    guard range.lowerBound <= filteredRange.upperBound,
      range.upperBound >= filteredRange.lowerBound
    else {
      filter(range)
      filteredRange = range
      return true
    }
    if range.lowerBound < filteredRange.lowerBound {
      filter(range.lowerBound..<filteredRange.lowerBound)
    }
    if range.upperBound > filteredRange.upperBound {
      filter(filteredRange.upperBound..<range.upperBound)
    }
    filteredRange =
      min(
        range.lowerBound, filteredRange.lowerBound)..<max(
        range.upperBound, filteredRange.upperBound)
    return true
  }

  private mutating func filter(_ range: Range<Int>) {
    SampleKernels.filter(
      raw, from: range.lowerBound - base, count: range.count, taps: taps, into: &filtered,
      at: range.lowerBound - base)
  }
}
