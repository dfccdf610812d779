import RTP

extension Timeline {
  /// A reset that capture time puts so near behind the audio before, in ns, goes on directly behind it.
  static let near: Int64 = 200_000_000
  /// A pause of the capture that counts, ns.
  static let shortestPause: Int64 = 500_000_000
  /// Packets in a row that may be off the line, and are outliers if those behind them are on it.
  static let mostOutliers = 10

  /// Places a packet that does not simply go on from the one before; `behind` are the packets that follow it in
  /// order, `StreamPlayout.timeLookahead` of them if there are as many.
  mutating func judge(_ packet: TimedPacket, behind: [TimedPacket]) -> Placement {
    guard let anchor else { return begin(packet, behind: behind) }
    if packet.kind == .audio, packet.clockRate != map.clockRate {
      clockTrial = nil
      if mode == .sequence {
        let place = anchor.end &+ missing(before: packet) &* anchor.duration
        changeMap(to: packet.clockRate, at: place, packet)
        return settle(packet, at: 0)
      }
      changeMap(to: packet.clockRate, at: anchor.end, packet)
      return reset(packet, Outlook(packet, behind, of: self), missing: 0)
    }
    if let placement = settleClock(packet, behind) { return placement }
    let outlook = Outlook(packet, behind, of: self)
    let missing = outlook.missing
    let owed = outlook.offset(0)
    let step = mark.scale.ticks(from: anchor.timestamp, to: packet.timestamp)
    let deviation = step &- (missing &+ 1) &* anchor.duration
    let isOff = anchor.duration == 0 || (owed &- mark.owed).magnitude > anchor.half
    if missing > 0, isHole(to: outlook.stamps[0], missing, packet, anchor) {
      return goOn(packet, outlook, at: max(outlook.stamps[0], anchor.end), 0)
    }
    if missing == 0, !isOff {
      if isContiguous(owed, anchor) {
        return goOn(packet, outlook, at: outlook.expected[0], deviation)
      }
      // More than a packet has come to be owed. Audio that is too much is not taken back; that is forgotten.
      if owed < 0 {
        return settle(packet, at: outlook.expected[0], stamp: outlook.expected[0])
      }
    }
    if isOff, outlook.returns(to: mark.owed) { return placeOutlier(packet, outlook) }
    if outlook.stamps[0] >= anchor.end, let placement = believe(packet, outlook, deviation, anchor)
    {
      return placement
    }
    if isOff, outlook.returnsBehindSilence(to: line) {
      return placeOutlier(packet, outlook)
    }
    return reset(packet, outlook, missing: missing)
  }

  /// Places a packet whose timestamp is not to be believed where the sequence numbers put it.
  private mutating func placeOutlier(
    _ packet: TimedPacket, _ outlook: Outlook
  ) -> Placement {
    findings.outliers.count(at: map.frame(of: outlook.expected[0]))
    return settle(packet, at: outlook.expected[0], isMark: false)
  }

  /// Takes a step forward as silence or loss, where capture time bears it out; nil where it does not.
  private mutating func believe(
    _ packet: TimedPacket, _ outlook: Outlook, _ deviation: Int64, _ anchor: Anchor
  ) -> Placement? {
    let least = outlook.least
    if line.earliness(of: least) <= CaptureLine.earliest {
      let isLate =
        least &- line.level > CaptureLine.latest && least &- line.last > CaptureLine.latest
      guard !isLate || outlook.comesBack(to: line) else { return nil }
      line.believe(least, at: packet.time)
    } else if !line.returns(least) {
      // Loss that both numbers tell of needs no witness, and a trace without capture times has none.
      let isExactHole = outlook.missing > 0 && deviation.magnitude <= anchor.half
      guard isExactHole || outlook.hasNoTimes(since: anchor.time),
        believe(early: lateness(packet, at: outlook.stamps[0]))
      else { return nil }
    }
    let silence = outlook.stamps[0] &- anchor.end
    let longest = map.ticks(in: longestSilence)
    guard silence > longest else { return goOn(packet, outlook, at: outlook.stamps[0], 0) }
    let place = anchor.end &+ longest
    shorten(outlook, at: place, by: silence &- longest)
    return settle(packet, at: place, stamp: place)
  }

  /// Places a packet at its place, or behind the pause that capture time knows of.
  private mutating func goOn(
    _ packet: TimedPacket, _ outlook: Outlook, at place: Int64, _ deviation: Int64
  ) -> Placement {
    let lateness = outlook.least &+ map.duration(of: outlook.stamps[0] &- place)
    let pause = lateness &- line.reference
    guard mode == .capture, pause >= Self.shortestPause, outlook.staysLate else {
      return settle(packet, at: place, deviation: deviation)
    }
    let (wanted, longest) = (map.ticks(in: pause), map.ticks(in: longestSilence))
    let end = place &+ min(wanted, longest)
    findings.pauses.count(
      at: map.frame(of: place), adding: map.frame(of: end) &- map.frame(of: place))
    line.makeUp(map.duration(of: end &- place))
    if wanted > longest { shorten(outlook, at: end, by: wanted &- longest) }
    var placement = settle(packet, at: end, stamp: end)
    placement.isPause = true
    return placement
  }

  /// Begins the line anew: the packet goes where capture time puts those behind it.
  mutating func reset(_ packet: TimedPacket, _ outlook: Outlook, missing: Int64) -> Placement {
    let end = anchor?.end ?? 0
    let expected = outlook.expected[0]
    let captured = placeByCapture(
      outlook.least &+ map.duration(of: outlook.stamps[0]), behind: end)
    let near = map.ticks(in: Self.near)
    var place = captured
    if missing > 0, (captured &- expected).magnitude < near {
      place = expected
    } else if captured < end &+ near {
      place = end
    }
    let frame = map.frame(of: place)
    findings.resets.count(at: frame, adding: frame &- map.frame(of: end))
    let wanted = outlook.stamps[0] &+ map.ticks(in: outlook.least &- line.reference)
    if place == captured, place > end, wanted > captured {
      shorten(outlook, at: place, by: wanted &- captured)
    }
    // A clock that was on trial is found anew.
    if clockTrial != nil { mark.scale = ClockScale() }
    clockTrial = nil
    line.reset()
    line.makeUp(map.duration(of: place &- end))
    var placement = settle(packet, at: place, stamp: place)
    placement.isReset = true
    return placement
  }

  /// Notes that silence before a packet is as long as silence may be: `ticks` more are left out, and the line begins anew.
  private mutating func shorten(_ outlook: Outlook, at place: Int64, by ticks: Int64) {
    findings.shortened.count(at: map.frame(of: place), adding: map.frames(in: ticks))
    line.restart(outlook.least &+ map.duration(of: outlook.stamps[0] &- place))
  }

  /// The tick at which capture time puts a packet with this lateness at tick 0; never before `end`.
  func placeByCapture(_ lateness: Int64, behind end: Int64) -> Int64 {
    let (since, overflow) = lateness.subtractingReportingOverflow(line.reference)
    let longest = map.ticks(in: longestSilence)
    let place = overflow ? end : map.ticks(in: since)
    return max(end, min(place, end &+ longest))
  }

  /// Believes what capture time does not bear out, as far as there is credit; the line follows.
  mutating func believe(early lateness: Int64) -> Bool {
    guard bound.spend(line.level &- lateness) else { return false }
    line.follow(to: lateness)
    return true
  }

  /// A place that does not go beyond what capture time bears out, nor cuts what was placed before.
  mutating func bounded(_ place: Int64) -> Int64 {
    let limit = max(anchor?.end ?? 0, map.ticks(in: bound.limit &- map.nanoseconds(of: 0)))
    guard place > limit else { return place }
    findings.shortened.count(at: map.frame(of: limit), adding: map.frames(in: place &- limit))
    return limit
  }
}
