import RTP

extension Timeline {
  /// A clock that timestamps showed, until a second of audio has borne it out.
  struct ClockTrial: Sendable, BitwiseCopyable {
    /// Where it began, and where it is decided on, in ticks.
    let start: Int64
    var due: Int64
    /// The least lateness where it began, ns.
    let least: Int64
    let format: UInt16
  }

  /// Looks for a clock by which timestamps step as the payloads last, and capture time passes, and decides on one that
  /// was found before; returns the packet's place where the clock changes.
  mutating func settleClock(_ packet: TimedPacket, _ behind: [TimedPacket]) -> Placement? {
    guard mode != .sequence else { return nil }
    if let trial = clockTrial, let place = anchor?.end, place >= trial.due {
      return decide(trial, packet, behind)
    }
    guard packet.kind == .audio, let shown = ClockShown(packet, behind, of: self),
      shown.scale != mark.scale
    else { return nil }
    let missing = missing(before: packet)
    let place = (anchor?.end ?? 0) &+ missing &* (anchor?.duration ?? 0)
    mark = Mark(timestamp: packet.timestamp, tick: place, place: place, scale: shown.scale)
    clockTrial = ClockTrial(
      start: place, due: place &+ map.clockRate, least: Outlook(packet, behind, of: self).least,
      format: packet.format)
    return settle(packet, at: place)
  }

  /// Goes over to a clock; the packet stands at tick 0 of it.
  mutating func changeMap(to clockRate: Int64, at place: Int64, _ packet: TimedPacket) {
    map = map.changing(to: clockRate, at: place)
    mark = Mark(timestamp: packet.timestamp, tick: 0, place: 0)
    last.place = 0
    last.duration = 0
    last.length = 0
    last.deviation = 0
    (lost, lastOrder) = (0, packet.order &- 1)
    event?.tick = 0
  }

  /// Decides on a clock: it holds if the delay has stayed as it was, to 5 % of the time that passed.
  private mutating func decide(
    _ trial: ClockTrial, _ packet: TimedPacket, _ behind: [TimedPacket]
  ) -> Placement? {
    clockTrial = nil
    let outlook = Outlook(packet, behind, of: self)
    let passed = map.duration(of: outlook.expected[0] &- trial.start)
    let change = (outlook.least &- trial.least).magnitude
    if change <= UInt64(max(0, passed)) / 20 &+ 20_000_000 {
      confirm(trial)
      return nil
    }
    let place = outlook.expected[0]
    mark = Mark(timestamp: packet.timestamp, tick: place, place: place)
    return reset(packet, Outlook(packet, behind, of: self), missing: outlook.missing)
  }

  private mutating func confirm(_ trial: ClockTrial) {
    guard mark.scale != ClockScale(), clocksSeen[trial.format] == nil else { return }
    clocksSeen[trial.format] = ClockSeen(
      rate: Int(mark.scale.clockRate(of: map.clockRate)), start: map.frame(of: trial.start))
  }

  /// Ends the stream: a clock that nearly a second has borne out holds.
  mutating func finish() {
    guard let trial = clockTrial, let end = anchor?.end,
      10 &* (end &- trial.start) >= 9 * map.clockRate
    else { return }
    confirm(trial)
    clockTrial = nil
  }
}

/// The clock that the timestamps of packets in a row show, where each steps by the same multiple of what its payload
/// lasts, and capture time passes as the payloads do.
struct ClockShown {
  let scale: ClockScale

  /// Steps that are looked at at least.
  private static let fewest = 8

  init?(_ packet: TimedPacket, _ behind: [TimedPacket], of timeline: Timeline) {
    guard let anchor = timeline.anchor, anchor.kind == .audio, anchor.duration > 0 else {
      return nil
    }
    var (timestamp, duration, order) = (anchor.timestamp, anchor.duration, timeline.lastOrder)
    var lost = timeline.lost
    var (step, length) = (Int64(0), Int64(0))
    var (steps, even) = (0, 0)
    var (payloads, last) = (Int64(0), anchor.time)
    for next in [packet] + behind {
      guard next.order &- order < SequenceTracker.newRun else { break }
      lost &+= max(0, next.order &- order &- 1)
      order = next.order
      guard next.kind == .audio, next.clockRate == timeline.map.clockRate, next.duration > 0 else {
        if next.isOnLine { break }
        continue
      }
      let ticks = Int64(Int32(bitPattern: next.timestamp &- timestamp))
      let lasts = duration &* (lost &+ 1)
      if steps == 0 { (step, length) = (ticks, lasts) }
      guard step > 0, length > 0 else { return nil }
      steps += 1
      even += ticks &* length == step &* lasts ? 1 : 0
      payloads &+= lasts
      (timestamp, duration, last, lost) = (next.timestamp, next.duration, next.time, 0)
    }
    guard steps >= Self.fewest, even * 8 >= steps * 7 else { return nil }
    scale = step == length ? ClockScale() : ClockScale(ticks: length, stamped: step)
    let (passed, overflow) = last.subtractingReportingOverflow(anchor.time)
    guard !overflow else { return nil }
    // By the payloads, and by the timestamps at the clock that they name.
    let played = Double(payloads) / Double(timeline.map.clockRate)
    let stamped = played * Double(step) / Double(length)
    let seconds = Double(passed) * 1e-9
    let isBorneOut =
      seconds > played / 2 && seconds < played * 1.5
      && 2 * (seconds - played).magnitude < (seconds - stamped).magnitude
    // At the clock that the format names nothing is to be borne out.
    guard step == length || isBorneOut else { return nil }
  }
}
