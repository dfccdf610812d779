import RTP

/// The packets from one on that must be judged: where their timestamps put them, and where their sequence numbers do.
///
/// All places are ticks of the timeline's map, as it stands.
struct Outlook: Sendable {
  /// By the timestamps.
  private(set) var stamps: [Int64] = []
  /// Each directly behind the one before, missing packets counted.
  private(set) var expected: [Int64] = []
  private var durations: [Int64] = []
  private var times: [Int64] = []
  /// How late each comes by its timestamp, ns.
  private var latenesses: [Int64] = []
  /// Packets that are missing before the first.
  private(set) var missing: Int64 = 0
  /// Packets from the first on whose timestamps step evenly.
  private var steady = 1
  /// The least lateness of these, ns; what no few others come near by a second is a mangled capture time.
  private(set) var least: Int64 = 0
  private let map: TickMap
  /// When the packet before the first was captured.
  private let before: Int64

  init(_ packet: TimedPacket, _ behind: [TimedPacket], of timeline: Timeline) {
    map = timeline.map
    before = timeline.anchor?.time ?? packet.time
    var (order, lost) = (timeline.lastOrder, timeline.lost)
    var end = timeline.anchor?.end ?? 0
    var duration = timeline.anchor?.duration ?? 0
    for (index, next) in ([packet] + behind).enumerated() {
      let isJump = next.order &- order >= SequenceTracker.newRun
      guard index == 0 || !isJump else { break }
      guard next.kind != .audio || next.clockRate == timeline.map.clockRate else { break }
      lost = isJump ? 0 : lost &+ max(0, next.order &- order &- 1)
      order = next.order
      guard next.isOnLine else { continue }
      if index == 0 { missing = lost }
      let stamp = timeline.mark.tick(of: next.timestamp)
      stamps.append(stamp)
      expected.append(end &+ lost &* duration)
      times.append(next.time)
      latenesses.append(timeline.lateness(next, at: stamp))
      duration = next.duration
      durations.append(duration)
      end = expected[expected.count - 1] &+ duration
      lost = 0
    }
    mendTimes()
    while steady < stamps.count, isEven(steady) { steady += 1 }
    guard !stamps.isEmpty else { return }
    least = CaptureLine.least(of: latenesses.prefix(steady))
  }

  /// Takes a capture time that is more than a second ahead of most of those behind it for a mangled one, and what comes
  /// next for the time that was meant.
  private mutating func mendTimes() {
    for index in times.indices.dropLast() {
      let limit = times[index] &- CaptureLine.farBelow
      let behind = times[(index + 1)...]
      // Of a few behind it all may be mangled.
      guard behind.count > Timeline.mostOutliers,
        2 * behind.count(where: { $0 < limit }) > behind.count
      else { continue }
      let sane = before &- CaptureLine.farBelow..<max(limit, before &- CaptureLine.farBelow)
      let meant = behind.filter { sane.contains($0) }.min() ?? before
      latenesses[index] &-= times[index] &- meant
    }
  }

  /// Whether none of the packets is on the line of timestamps.
  var isEmpty: Bool { stamps.isEmpty }

  /// How far a packet's timestamp is ahead of where its sequence number puts it.
  func offset(_ index: Int) -> Int64 { stamps[index] &- expected[index] }

  /// Whether a packet's timestamp goes on from the one before; where it is not known how long that lasts, within a
  /// quarter of a second.
  private func isEven(_ index: Int) -> Bool {
    let step = offset(index) &- offset(index - 1)
    return durations[index - 1] > 0
      ? step.magnitude <= half(index - 1) : step >= 0 && step <= map.clockRate / 4
  }

  private func half(_ index: Int) -> Int64 { durations[index] / 2 &+ 1 }

  /// Whether one of the next packets stands again where its sequence number puts it beside those before.
  func returns(to owed: Int64) -> Bool {
    for index in 1..<max(1, min(stamps.count, Timeline.mostOutliers + 1)) {
      guard durations[index - 1] > 0 else { return false }
      guard (offset(index) &- owed).magnitude <= half(index - 1) else { continue }
      return index + 1 == stamps.count || offset(index + 1) >= owed &- half(index)
    }
    return false
  }

  /// Whether one of the next packets is back on the line, with silence before it: nearer to it by its timestamp than
  /// it would be if all of them were off.
  func returnsBehindSilence(to line: CaptureLine) -> Bool {
    guard durations[0] > 0, steady <= Timeline.mostOutliers else { return false }
    let moved = map.duration(of: offset(0))
    for index in steady..<max(steady, min(stamps.count, Timeline.mostOutliers + 1)) {
      let distance = latenesses[index] &- line.level
      if offset(index) >= -half(index - 1), line.holds(latenesses[index]),
        distance.magnitude < (distance &+ moved).magnitude
      {
        return true
      }
    }
    return false
  }

  /// Whether the even packets are few, and those behind them stand on the line and go on doing so.
  func comesBack(to line: CaptureLine) -> Bool {
    guard steady <= Timeline.mostOutliers, let last = latenesses.last, line.holds(last) else {
      return false
    }
    return (steady..<stamps.count).contains {
      line.holds(latenesses[$0]) && stamps[$0] >= stamps[$0 - 1]
    }
  }

  /// Whether the even packets stay as late as they are: there are some, they do not catch up, and no capture time behind
  /// says otherwise.
  var staysLate: Bool {
    let isContradicted = times.contains {
      $0 < times[0] &- CaptureLine.farBelow && $0 >= before &- CaptureLine.farBelow
    }
    guard steady >= CaptureLine.fewest, !isContradicted else { return false }
    let whole = latenesses.prefix(steady).filter { $0 >= least }
    let quarter = max(1, whole.count / 4)
    return CaptureLine.least(of: whole.prefix(quarter))
      &- CaptureLine.least(of: whole.suffix(quarter)) <= 100_000_000
  }

  /// Whether capture time has stood still since then.
  func hasNoTimes(since time: Int64) -> Bool { times.allSatisfy { $0 == time } }
}
