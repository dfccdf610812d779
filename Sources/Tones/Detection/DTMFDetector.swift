/// Hears DTMF digits in linear audio of any sample rate from 4 to 192 kHz, block by block.
///
/// Eight Goertzel filters at the nominal frequencies look over all audio in sub-blocks of 4 ms, four
/// of which make a tapered window of 16 ms. Where they find a pair that carries a fair share of the
/// power, 32 ms of high-passed audio are judged: the frequencies by the gain of phase, levels and
/// purity by a fit of two sines (`PairAnalysis`). A pair that passes is followed until it is gone;
/// its edges are the most likely steps given the fitted tones (`ToneEdge`). A hole shorter than
/// 25.5 ms is bridged, a tone shorter than 31 ms is none: half-way between what ITU-T Q.24 Annex A
/// wants heard and ignored.
///
/// Decisions depend on the samples only, never on how they are cut into blocks.
package struct DTMFDetector {
  let sampleRate: Double
  let explains: Bool
  var history: ToneHistory
  var analysis: PairAnalysis
  private var scan: ToneScan
  private var decimator: Decimator
  private var staging = [Float](repeating: 0, count: Decimator.block)
  /// Position up to which the Goertzel filters have run.
  private var scanned = 0
  /// The digit the scan saw in the last hops, newest first.
  var sightings = Sightings()
  var candidate: Candidate?
  var run: ToneRun?
  var digits: [DetectedDigit] = []
  /// What was turned down, oldest first; stays empty unless the detector explains.
  package internal(set) var nearMisses: [NearMiss] = []
  /// Older ones that were given up for newer ones, which are counted only.
  package internal(set) var droppedNearMisses = 0
  /// Input frames that came or were skipped so far.
  private var frames: Int64 = 0
  /// Input frames that were never fed, being far more than any tone bridges.
  var jumped: Int64 = 0
  private var finished = false

  /// Makes a detector; rates outside 4000…192000 are taken as the nearest limit.
  ///
  /// With `explains`, what resembled a digit and was turned down is kept in `nearMisses`.
  package init(sampleRate: Int, explains: Bool = false) {
    let decimator = Decimator(sampleRate: min(max(sampleRate, 4000), 192_000))
    self.decimator = decimator
    self.sampleRate = Double(min(max(sampleRate, 4000), 192_000)) / Double(decimator.factor)
    self.explains = explains
    history = ToneHistory(sampleRate: self.sampleRate)
    analysis = self.sampleRate == 8000 ? .telephone : PairAnalysis(sampleRate: self.sampleRate)
    scan = ToneScan(sampleRate: self.sampleRate)
  }

  /// Hears the next samples of a mono signal.
  package mutating func process(_ samples: Span<Int16>) {
    process(samples, channel: 0, of: 1)
  }

  /// Hears the next frames of one channel of an interleaved signal; a frame cut short is ignored.
  package mutating func process(_ samples: Span<Int16>, channel: Int, of channels: Int) {
    guard channels > 0, channel >= 0, channel < channels else { return }
    let count = samples.count / channels
    frames += Int64(count)
    var done = 0
    while done < count {
      let part = min(count - done, staging.count)
      SampleKernels.convert(
        samples, from: done, frames: part, channel: channel, of: channels, into: &staging, at: 0)
      hear(part)
      done += part
    }
  }

  /// Tells that `frames` frames were lost: they are neither a tone nor its absence.
  package mutating func skip(unknown frames: Int) {
    guard frames > 0 else { return }
    self.frames &+= Int64(frames)
    // Past half a second nothing can be open any more, and the rest need not be fed.
    let fed = min(frames, Int(sampleRate * 0.5) * decimator.factor)
    let from = history.end
    history.markUnknown(from..<from + fed / decimator.factor + 1)
    hearSilence(fed)
    jumped &+= Int64(frames - fed)
  }

  /// Ends the signal; digits that were still open are then ready.
  ///
  /// Nothing may follow.
  package mutating func finish() {
    guard !finished else { return }
    finished = true
    hearSilence(Int(sampleRate * 0.15) * decimator.factor)
    if run != nil { endRun() }
    dismiss()
  }

  /// Hands over the digits that ended since the last call, in order.
  package mutating func takeDigits() -> [DetectedDigit] {
    defer { digits.removeAll(keepingCapacity: true) }
    return digits
  }

  /// The input frame at a position of the detector's own rate.
  func frame(at position: Int) -> Int64 {
    min(max(0, Int64(position * decimator.factor) &+ jumped), frames)
  }

  private mutating func hearSilence(_ count: Int) {
    var done = 0
    while done < count {
      let part = min(count - done, staging.count)
      for index in 0..<part { staging[index] = 0 }
      hear(part)
      done += part
    }
  }

  /// Takes the first `count` samples of `staging`.
  private mutating func hear(_ count: Int) {
    decimator.process(staging, count: count, into: &history)
    let length = scan.bank.length
    while history.end - scanned >= length {
      // The filters run on two sub-blocks at once where there are two; `step` sees one at a time.
      let pair = history.end - scanned >= 2 * length
      let start = scanned - history.base
      let blocks = SampleKernels.goertzel(
        history.raw, at: pair ? start : start - length, length: length, bank: scan.bank,
        quiet: AcceptanceLimits.quiet)
      scanned += length
      step(pair ? blocks.0 : blocks.1)
      if pair {
        scanned += length
        step(blocks.1)
      }
    }
  }

  private mutating func step(_ block: SampleKernels.Block) {
    sightings.add(scan.step(block))
    if run != nil { follow(until: scanned) }
    if sightings.isPromising, run?.isAbsent ?? true { consider(until: scanned) }
    if candidate != nil, sightings.isGone { dismiss() }
  }
}

/// What the scan saw in the last eight hops.
struct Sightings {
  /// A byte a hop, the newest lowest: the digit's index, or 255 for none.
  private var recent: UInt64 = .max

  mutating func add(_ digit: Int?) {
    recent = recent << 8 | UInt64(UInt8(truncatingIfNeeded: digit ?? 255))
  }

  var isGone: Bool { recent == .max }

  /// Whether one digit was seen in three of the last eight hops, the last or last but one included.
  var isPromising: Bool { digit != nil }

  /// The newest digit, if it was seen in three of the last eight hops.
  var digit: Int? {
    guard recent != .max else { return nil }
    for age in 0..<3 {
      let seen = UInt8(truncatingIfNeeded: recent >> UInt64(8 * age))
      guard seen != 255 else { continue }
      var count = 0
      for hop in 0..<8 where UInt8(truncatingIfNeeded: recent >> UInt64(8 * hop)) == seen {
        count += 1
      }
      return count >= 3 ? Int(seen) : nil
    }
    return nil
  }
}
