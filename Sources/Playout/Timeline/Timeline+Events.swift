import RTP

extension Timeline {
  /// Places a packet that is not on the line: a report of an event, or what has no place at all.
  mutating func placeApart(_ packet: TimedPacket, _ anchor: Anchor) -> Placement {
    guard packet.kind == .event else {
      count(packet)
      return Placement(frame: map.frame(of: anchor.end))
    }
    // Reports of one event share its timestamp; only the first is placed.
    if let event, event.timestamp == packet.timestamp,
      packet.order &- event.order < SequenceTracker.newRun
    {
      self.event?.order = packet.order
      count(packet)
      return Placement(frame: map.frame(of: event.tick))
    }
    let isNewRun = packet.order &- lastOrder >= SequenceTracker.newRun
    let stamp = mark.tick(of: packet.timestamp)
    let isReset = mode != .sequence && !isBorneOut(packet, at: stamp, isNewRun: isNewRun)
    bound.reach(packet.time)
    let place =
      mode == .sequence
      ? placeInSequence(stamp, packet, anchor)
      : bounded(
        isReset
          ? placeByCapture(lateness(packet, at: 0), behind: anchor.end)
          : min(stamp, anchor.end &+ map.ticks(in: longestSilence)))
    if isReset { findings.resets.count(at: map.frame(of: place)) }
    event = (packet.order, packet.timestamp, place)
    if anchor.kind == .event {
      var placement = settle(packet, at: place, stamp: place)
      placement.isReset = isReset
      return placement
    }
    count(packet)
    return Placement(frame: map.frame(of: place), isReset: isReset)
  }

  /// Where an event stands if timestamps are not believed: at most ten seconds before the end of what was placed.
  private func placeInSequence(_ stamp: Int64, _ packet: TimedPacket, _ anchor: Anchor) -> Int64 {
    let end = anchor.end &+ missing(before: packet) &* anchor.duration
    return (end &- 10 &* map.clockRate...end).contains(stamp) ? stamp : end
  }

  /// Remembers a packet that moves nothing but the count of those that are missing.
  private mutating func count(_ packet: TimedPacket) {
    let missing = missing(before: packet)
    (lost, lastOrder, mayRun) = (missing, packet.order, missing == 0 && mayRun)
  }

  /// Whether capture time bears out that an event began there: the first of its reports may have been lost, and
  /// speak of more than eight seconds (RFC 4733, section 2.5.1.3).
  private mutating func isBorneOut(_ packet: TimedPacket, at stamp: Int64, isNewRun: Bool) -> Bool {
    let lateness = lateness(packet, at: stamp)
    let latest = isNewRun ? CaptureLine.latest : 10 * CaptureLine.latest
    guard lateness &- line.level <= latest else { return false }
    return line.earliness(of: lateness) <= CaptureLine.earliest
      || (packet.time == anchor?.time && believe(early: lateness))
  }
}
