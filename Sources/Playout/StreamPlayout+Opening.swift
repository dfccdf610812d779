import Codecs

extension StreamPlayout {
  /// What packets say of the stream's time zero.
  private struct Zero {
    /// The lowest frame of any, 0 at most.
    var frame: Int64 = 0
    /// The timestamp of the first that has a place.
    var timestamp: UInt32?
    /// The capture time of frame 0 by each of them, ns.
    var times: [Int64] = []

    /// Takes a packet at its capture time and the time of its frame, ns.
    mutating func note(_ time: Int64, _ frameTime: Int64) { times.append(time &- frameTime) }

    /// The earliest capture time of frame 0 that is none of a mangled one.
    var time: Int64? { times.isEmpty ? nil : CaptureLine.least(of: times) }
  }

  /// Decides what the first packets decide, and puts the lowest of their times at zero.
  mutating func open(_ batch: EncodedBatch, _ formats: [PayloadFormat]) {
    let entries = batch.firstEntries(Opening.packets)
    let opening = Opening(
      entries, of: batch, formats: formats, sampleRate: options.sampleRate)
    self.opening = opening
    noteRemarks(entries, of: batch, formats)
    noteRepetition(entries, of: batch, formats)
    sampleRate = opening.sampleRate
    channels = opening.channels
    let atZero = Timeline(
      sampleRate: opening.sampleRate, clockRate: opening.clockRate, mode: options.timeline,
      longestSilence: options.longestSilence)
    timeline = atZero
    if options.detectsDigits {
      ear = DigitEar(sampleRate: opening.sampleRate, explains: options.explainsDigits)
    }
    let zero = placeOnTrial(batch, formats)
    timeline = atZero
    timeline.shift(by: -zero.frame)
    let ticks = zero.frame &* Int64(timeline.clockRate) / Int64(opening.sampleRate)
    zeroTimestamp = zero.timestamp.map { $0 &+ UInt32(truncatingIfNeeded: ticks) }
    zeroTime = zero.time.map { $0 &+ nanoseconds(zero.frame) }
  }

  /// Places the first packets, up to a reset, to see where that leads.
  private mutating func placeOnTrial(_ batch: EncodedBatch, _ formats: [PayloadFormat]) -> Zero {
    var zero = Zero()
    for (number, run) in PacketRun.first(Opening.packets, of: batch.allRuns).enumerated() {
      let page = batch.page(of: run)
      var rest = run
      while rest.count > 0, !placeEvenlyOnTrial(rest, in: page, &zero) {
        let entry = rest.entry(0, in: page)
        let index = Int(rest.order &- run.order)
        let placement = place(entry, in: batch, formats, isTrial: true) {
          batch.entries(behind: index, ofRun: number, count: Self.timeLookahead)[...]
        }
        if placement.isReset, plans[Int(entry.format)].kind != .event { return zero }
        if timeline.hasBegun {
          let repeated = repeated(entry, in: batch, formats)
          zero.timestamp = zero.timestamp ?? entry.timestamp &+ UInt32(truncatingIfNeeded: repeated)
          let frames = Int64(repeated) * Int64(sampleRate) / Int64(timeline.clockRate)
          zero.frame = min(zero.frame, placement.frame - frames)
          zero.note(entry.time, nanoseconds(placement.frame))
        }
        rest = rest.dropping(1)
      }
    }
    return zero
  }

  /// Places a run at once, where each of its packets goes on evenly from the one before; false where not.
  private mutating func placeEvenlyOnTrial(
    _ run: PacketRun, in page: Page, _ zero: inout Zero
  ) -> Bool {
    let plan = plans[Int(run.format)]
    guard plan.kind == .audio, let rate = plan.rate, plan.clockRate > 0,
      sampleRate % plan.clockRate == 0
    else { return false }
    let duration = rate.duration(of: Int(run.length))
    guard
      let start = timeline.start(
        of: run, in: page, duration: Int64(duration), clockRate: plan.clockRate)
    else { return false }
    let frames = duration &* (sampleRate / plan.clockRate)
    zero.frame = min(zero.frame, start.frame)
    for index in 0..<Int(run.count) {
      let frame = start.frame &+ Int64(index &* frames)
      zero.note(page.time(Int(run.slot) &+ index), nanoseconds(frame))
    }
    timeline.place(run, at: start)
    return true
  }

  /// How long `frames` frames last.
  private func nanoseconds(_ frames: Int64) -> Int64 {
    Int64(Double(frames) / Double(sampleRate) * 1e9)
  }
}
