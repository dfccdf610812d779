extension Timeline {
  /// Where an even run stands.
  struct RunStart {
    /// The first packet's frame.
    let frame: Int64
    /// The line's level behind the run.
    let level: Int64
    /// The last packet's capture time, ns.
    let lastTime: Int64
  }

  /// Where a run stands that goes on from the last packet placed as evenly as that could be, and on the line; nil
  /// where it does not.
  ///
  /// Each of its packets lasts `duration` ticks, and a whole number of frames. It changes nothing: it is `mutating`
  /// because the timeline would be copied else.
  mutating func start(
    of run: PacketRun, in page: Page, duration: Int64, clockRate: Int
  ) -> RunStart? {
    guard mayRun, line.isPlain, last.duration == duration,
      mark.scale.isStep(run.step, of: duration),
      Int64(clockRate) == map.clockRate, run.order &- lastOrder == 1,
      run.timestamp == last.timestamp &+ run.step, last.length > 0, last.frames > 0
    else { return nil }
    let length = last.length
    let rise = CaptureLine.rise(in: length)
    // The level rises from packet to packet, and falls to one that is lower: held against times that rise as fast, it
    // is the lowest of all.
    var (lowest, highest) = (Int64.max, Int64.min)
    let first = -run.order & (CaptureLine.stride - 1)
    var times = Page.Times(
      Int(run.slot), Int(run.count), from: Int(first), stride: Int(CaptureLine.stride), of: page)
    var start = last.endTime &+ first &* length
    while let time = times.next() {
      let lateness = time &- start
      lowest = min(lowest, lateness)
      highest = max(highest, lateness)
      start &+= CaptureLine.stride &* length &+ rise
    }
    var level = line.level
    if highest > .min {
      let risen = (Int64(run.count) / CaptureLine.stride &+ 1) &* rise
      // The place of the last one that was looked at.
      let steps = (Int64(run.count) &- first &- 1) / CaptureLine.stride
      level = min(level &+ (steps &+ 1) &* rise, lowest &+ steps &* rise)
      // What may be far from the level, as it was at any of the packets, is placed one by one.
      guard level &- line.level >= 2 &* risen &- CaptureLine.farBelow,
        highest &- level <= CaptureLine.farAbove &- 2 &* risen
      else { return nil }
    }
    let lastTime = page.time(Int(run.slot &+ run.count &- 1))
    return RunStart(frame: last.endFrame, level: level, lastTime: lastTime)
  }

  /// Places all packets of a run that has such a start.
  mutating func place(_ run: PacketRun, at start: RunStart) {
    let (length, end) = (last.length, last.endTime)
    let count = Int64(run.count)
    let (ticks, timestamps) = (count &* last.duration, run.count &* run.step)
    let time = start.lastTime
    last.timestamp &+= timestamps
    last.place &+= ticks
    last.endTime = end &+ count &* length
    last.endFrame &+= count &* last.frames
    last.time = time
    mark.timestamp &+= timestamps
    mark.tick &+= ticks
    mark.place &+= ticks
    lastOrder &+= count
    bound.reach(time, audio: count &* length)
    line.note(
      level: start.level, last: time &- end &- (count &- 1) &* length)
  }
}
