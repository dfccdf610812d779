extension Timeline {
  /// The frame of a run's first packet, where the run goes on from the last packet placed as evenly as
  /// that could be, and on the line; nil where it does not. Then `level` is the line's behind it.
  ///
  /// Each of its packets lasts `duration` ticks, and a whole number of frames. It changes nothing: it is `mutating`
  /// because the timeline would be copied else.
  mutating func start(
    of run: PacketRun, in page: Page, duration: Int64, clockRate: Int
  ) -> (frame: Int64, level: Int64)? {
    guard mayRun, let anchor, anchor.duration == duration,
      mark.scale.isStep(run.step, of: duration),
      Int64(clockRate) == map.clockRate, run.order &- lastOrder == 1,
      run.timestamp == anchor.timestamp &+ run.step, anchor.length > 0, anchor.frames > 0
    else { return nil }
    let rise = anchor.length >> CaptureLine.rise
    var start = anchor.endTime
    var (level, latest) = (line.level, Int64.min)
    var times = Page.Times(Int(run.slot), Int(run.count), of: page)
    while let time = times.next() {
      let lateness = time &- start
      level = min(level &+ rise, lateness)
      latest = max(latest, lateness)
      start &+= anchor.length
    }
    // What may be far from the level, as it was at any of the packets, is placed one by one.
    let risen = Int64(run.count) &* rise
    guard level &- line.level >= 2 &* risen &- CaptureLine.farBelow,
      latest &- level <= CaptureLine.farAbove &- risen
    else { return nil }
    return (anchor.endFrame, level)
  }

  /// Places all packets of a run that has such a start.
  mutating func place(_ run: PacketRun, in page: Page, level: Int64) {
    guard let duration = anchor?.duration, let length = anchor?.length,
      let frames = anchor?.frames, let end = anchor?.endTime
    else { return }
    let count = Int64(run.count)
    let (ticks, timestamps) = (count &* duration, run.count &* run.step)
    let time = page.time(Int(run.slot &+ run.count &- 1))
    anchor?.timestamp &+= timestamps
    anchor?.place &+= ticks
    anchor?.endTime = end &+ count &* length
    anchor?.endFrame &+= count &* frames
    anchor?.time = time
    anchor?.repeats &+= Int(run.count)
    anchor?.format = run.format
    mark.timestamp &+= timestamps
    mark.tick &+= ticks
    mark.place &+= ticks
    lastOrder &+= count
    bound.reach(time, audio: count &* length)
    line.note(
      level: level, last: time &- end &- (count &- 1) &* length,
      packets: Int(run.count))
  }
}
