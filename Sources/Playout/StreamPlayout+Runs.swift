import Codecs

extension StreamPlayout {
  /// Plays packets of which none speaks of anything but itself, as far as they go in runs.
  mutating func playRuns(
    _ batch: EncodedBatch, _ formats: [PayloadFormat]
  ) throws(SinkFailure) {
    var playable = batch.playable
    for (number, run) in batch.allRuns.enumerated() where playable > 0 {
      let page = batch.page(of: run)
      var rest = run.keeping(playable)
      while rest.count > 0, try !playEvenly(rest, in: page) {
        let entry = rest.entry(0, in: page)
        let index = Int(rest.order &- run.order)
        let behind = {
          batch.entries(behind: index, ofRun: number, count: Self.timeLookahead)[...]
        }
        let placement = place(entry, in: batch, formats, behind: behind)
        try play(entry, in: batch, placement, formats, behind: behind)
        rest = rest.dropping(1)
        playable &-= 1
      }
      playable &-= Int(rest.count)
    }
  }

  /// Plays a run at once, where that comes to the same as one packet after the other; false where it does not,
  /// and nothing was played.
  ///
  /// Payloads of a codec of constant rate that follow each other without a gap are one long payload.
  private mutating func playEvenly(_ run: PacketRun, in page: Page) throws(SinkFailure) -> Bool {
    let plan = plans[Int(run.format)]
    guard plan.kind == .audio, let rate = plan.rate, trackIndex == Int(run.format),
      track?.isDirect == true, ear == nil, events.isEmpty, run.length > 0,
      rate.isWhole(Int(run.length)),
      let start = timeline.start(
        of: run, in: page, duration: Int64(rate.duration(of: Int(run.length))),
        clockRate: plan.clockRate),
      start.frame == cursor,
      let frames = track?.decode(page.span.extracting(run.payloads), behind: &scratch)
    else { return false }
    if options.keepsRemainders {
      track?.keepRemainders(of: page.span.extracting(run.payloads), frames, in: &scratch)
    }
    timeline.place(run, at: start)
    previousOrder = run.end &- 1
    try advance(frames)
    return true
  }
}
