import RTP

/// Gives each packet of a stream, in order, its place on the stream's timeline.
///
/// The RTP timestamp decides (RFC 3550, section 5.1), as long as it does what a sampling clock does. A packet that
/// goes on from the one before is placed at once (`placeNext`); any other step is judged (`judge`) by where it puts
/// the packet beside capture time (`CaptureLine`), and by what the packets behind it say.
struct Timeline: Sendable {
  /// Where a packet was placed.
  struct Placement: Sendable, BitwiseCopyable {
    /// The packet's first frame, from the stream's time zero.
    var frame: Int64
    /// A reset of the timestamp or a change of clock rate came before it.
    var isReset = false
    /// It stands behind a pause that only capture time knows of.
    var isPause = false
  }

  /// The last packet that was placed on the line of timestamps.
  ///
  /// All in ticks of the map.
  struct Anchor: Sendable, BitwiseCopyable {
    var timestamp: UInt32 = 0
    var time: Int64 = 0
    /// Where it was placed.
    var place: Int64 = 0
    /// How long it lasts; 0 where that is not known.
    var duration: Int64 = 0
    /// The same in ns and in frames; 0 where that is no whole number.
    var length: Int64 = 0
    var frames: Int64 = 0
    /// How far its step was from what the packet before lasts.
    var deviation: Int64 = 0
    /// Packets in a row whose step had the same deviation.
    var repeats = 0
    var kind = TimedPacket.Kind.placeless

    /// Where the next packet stands if nothing is lost between.
    var end: Int64 { place &+ duration }
    /// When that is, in ns from frame 0 on, and in frames.
    var endTime: Int64 = 0
    var endFrame: Int64 = 0
    /// What is less is no step of its own.
    var half: Int64 { duration / 2 &+ 1 }
  }

  /// A timestamp on the line, and the tick that it stands for; outliers have none.
  struct Mark: Sendable, BitwiseCopyable {
    var timestamp: UInt32
    var tick: Int64
    /// Where its packet was placed.
    var place: Int64
    /// Ticks of the map that so many of the timestamps last.
    var scale = ClockScale()

    /// By how much packets stand before where their timestamps put them, to be settled at the next silence.
    var owed: Int64 { tick &- place }

    func tick(of timestamp: UInt32) -> Int64 {
      tick &+ scale.ticks(from: self.timestamp, to: timestamp)
    }
  }

  let mode: TimelineMode
  /// The longest stretch of silence that is made up, ns.
  let longestSilence: Int64
  var map: TickMap
  /// The last packet that was placed; nil before the first.
  var anchor: Anchor? { hasBegun ? last : nil }
  /// The same, whatever it is before the first.
  var last = Anchor()
  var hasBegun = false
  var mark = Mark(timestamp: 0, tick: 0, place: 0)
  /// The order of the last packet of any kind, and the packets that are missing since the anchor.
  var lastOrder: Int64 = 0
  var lost: Int64 = 0
  var line = CaptureLine(lateness: 0, time: 0)
  /// The event whose reports come, and its tick.
  var event: (order: Int64, timestamp: UInt32, tick: Int64)?
  /// What of the timeline capture time has borne out, and what was believed all the same.
  var bound = TimelineBound(at: 0, start: 0)
  var clockTrial: ClockTrial?
  /// Whether a run of even packets may go on from the anchor.
  var mayRun = false
  var findings = TimelineFindings()
  /// The clocks that packets of a format showed in place of the one that it names, by its index.
  var clocksSeen: [UInt16: ClockSeen] = [:]

  init(
    sampleRate: Int, clockRate: Int, mode: TimelineMode = .rtp,
    longestSilence: Int64 = PlayoutOptions.longestSilence
  ) {
    map = TickMap(sampleRate: Int64(sampleRate), clockRate: Int64(clockRate))
    self.mode = mode
    self.longestSilence = longestSilence
  }

  /// Ticks a second, by what the formats say.
  var clockRate: Int { Int(map.clockRate) }

  /// Moves time zero back, so that frame `-shift` of before is frame 0.
  mutating func shift(by shift: Int64) { map.shift(by: shift) }

  /// Places a packet that needs no look at those behind it; nil, and nothing has changed, where one is needed.
  mutating func placeNext(_ packet: TimedPacket) -> Placement? {
    guard let anchor else { return nil }
    guard packet.isOnLine else { return placeApart(packet, anchor) }
    guard packet.kind != .audio || packet.clockRate == map.clockRate else { return nil }
    let missing = missing(before: packet)
    let expected = anchor.end &+ missing &* anchor.duration
    if mode == .sequence { return settle(packet, at: expected) }
    if isStanding(packet, anchor) {
      findings.standing.count(at: map.frame(of: expected))
      return settle(packet, at: expected, isMark: false)
    }
    let stamp = mark.tick(of: packet.timestamp)
    let step = mark.scale.ticks(from: anchor.timestamp, to: packet.timestamp)
    let deviation = step &- (missing &+ 1) &* anchor.duration
    let place: Int64
    if missing > 0 {
      guard isHole(to: stamp, missing, packet, anchor) else { return nil }
      place = max(stamp, anchor.end)
    } else if anchor.duration > 0 {
      guard isContiguous(stamp &- expected, anchor),
        deviation == 0 || deviation != anchor.deviation || anchor.repeats % 16 != 2
      else { return nil }
      place = expected
    } else {
      // How long the packet before lasts is not known: all up to this one, if capture time bears that out.
      guard stamp >= expected, stamp &- anchor.end <= map.ticks(in: longestSilence),
        line.holds(lateness(packet, at: stamp))
      else { return nil }
      place = stamp
    }
    guard !isDue(packet, at: place) else { return nil }
    if place > anchor.end { line.believe(lateness(packet, at: place), at: packet.time) }
    return settle(packet, at: place, deviation: deviation)
  }

  /// Places the first packet of all, with a look at those behind it: its own capture time may be mangled.
  mutating func begin(_ packet: TimedPacket, behind: [TimedPacket]) -> Placement {
    guard packet.kind != .placeless else { return Placement(frame: map.origin) }
    if packet.kind == .audio, packet.clockRate != map.clockRate {
      map = map.changing(to: packet.clockRate, at: 0)
    }
    mark = Mark(timestamp: packet.timestamp, tick: 0, place: 0)
    // A capture time long before those behind it is mangled.
    let outlook = Outlook(packet, behind, of: self)
    let lateness = lateness(packet, at: 0)
    line = CaptureLine(
      lateness: outlook.isEmpty ? lateness : max(lateness, outlook.least), time: packet.time)
    bound = TimelineBound(at: packet.time, start: map.nanoseconds(of: 0))
    if packet.kind == .event { event = (packet.order, packet.timestamp, 0) }
    return settle(packet, at: 0)
  }

  /// Places a packet on the line; with `isMark`, its timestamp says from now on what others stand for.
  mutating func settle(
    _ packet: TimedPacket, at place: Int64, stamp: Int64? = nil,
    isMark: Bool = true,
    deviation: Int64 = 0
  ) -> Placement {
    let length = last.duration
    let claimed = place
    let played = map.duration(of: length)
    bound.reach(packet.time, audio: played)
    let place = bounded(place)
    if isMark {
      let stamp =
        claimed > place || mode == .sequence ? place : stamp ?? mark.tick(of: packet.timestamp)
      (mark.timestamp, mark.tick, mark.place) = (packet.timestamp, stamp, place)
    }
    let duration = packet.duration
    let repeats = deviation == last.deviation ? last.repeats &+ 1 : 0
    hasBegun = true
    last = Anchor(
      timestamp: packet.timestamp, time: packet.time, place: place, duration: duration,
      length: map.wholeDuration(of: duration), frames: map.wholeFrames(in: duration),
      deviation: deviation, repeats: repeats, kind: packet.kind,
      endTime: map.nanoseconds(of: place &+ duration), endFrame: map.frame(of: place &+ duration))
    lastOrder = packet.order
    lost = 0
    mayRun =
      isMark && mode != .sequence && packet.kind == .audio && deviation == 0 && clockTrial == nil
      && mark.owed.magnitude <= duration
    line.note(
      lateness(packet, at: place), of: packet.order, duration: played, staysLate: mode != .capture)
    return Placement(frame: map.frame(of: place))
  }

  /// How late a packet is that stands at a tick, ns.
  func lateness(_ packet: TimedPacket, at tick: Int64) -> Int64 {
    packet.time &- map.nanoseconds(of: tick)
  }

  /// Packets that are missing between the anchor and this one; none behind a jump of the sequence number.
  func missing(before packet: TimedPacket) -> Int64 {
    let orders = packet.order &- lastOrder
    guard orders < SequenceTracker.newRun else { return 0 }
    return lost &+ max(0, orders &- 1)
  }

  /// Whether a packet repeats the timestamp of the audio before it, with audio of its own.
  func isStanding(_ packet: TimedPacket, _ anchor: Anchor) -> Bool {
    packet.timestamp == anchor.timestamp && packet.kind == .audio && packet.duration > 0
      && anchor.kind == .audio && anchor.duration > 0
  }

  /// Whether a packet's timestamp says that it stands behind the one before, to half a packet beside those on the line,
  /// and no more than one packet is owed.
  func isContiguous(_ owed: Int64, _ anchor: Anchor) -> Bool {
    (owed &- mark.owed).magnitude <= anchor.half
      && owed.magnitude <= max(anchor.duration, anchor.half)
  }

  /// Whether missing packets, each of one length, fill the step, or up to half again; nothing of it sooner than
  /// capture time allows for.
  func isHole(
    to stamp: Int64, _ missing: Int64, _ packet: TimedPacket, _ anchor: Anchor
  ) -> Bool {
    let longest = max(anchor.duration, packet.duration)
    return anchor.duration > 0 && stamp >= anchor.end &- anchor.half
      && stamp &- anchor.end <= map.ticks(in: longestSilence)
      && 2 &* (stamp &- anchor.place) <= 3 &* (missing &+ 1) &* longest
      && line.earliness(of: lateness(packet, at: stamp)) <= CaptureLine.earliest
  }

  /// Whether something is to be decided before the packet can be placed there.
  private func isDue(_ packet: TimedPacket, at place: Int64) -> Bool {
    if mode == .capture, lateness(packet, at: place) &- line.reference >= CaptureLine.farAbove {
      return true
    }
    return clockTrial.map { place >= $0.due } ?? false
  }
}
