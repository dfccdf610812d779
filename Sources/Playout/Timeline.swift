/// Gives each packet of a stream, in order, its place on the stream's timeline.
///
/// The RTP timestamp decides (RFC 3550, section 5.1). Only where it steps in a way that neither the
/// sequence numbers nor capture time bear out does capture time place what follows.
struct Timeline: Sendable {
  /// What a packet is, as far as time goes.
  enum Kind: Sendable { case audio, event, comfortNoise }

  struct Placement: Sendable {
    /// The packet's first frame, from the stream's time zero.
    var frame: Int64
    /// A reset of the timestamp or a change of clock rate came before it.
    var isReset = false
  }

  private struct Anchor {
    var timestamp: UInt32
    var time: Int64
    var order: Int64
    /// Ticks from the origin.
    var ticks: Int64
    /// Ticks that the packet lasts, 0 where it is not known.
    var duration: Int64
    var kind: Kind
  }

  /// Frames a second in the file.
  let sampleRate: Int64
  /// Ticks a second of the timestamps since the origin.
  private(set) var clockRate: Int64
  /// The frame that stands for tick 0.
  private(set) var origin: Int64 = 0
  private var anchor: Anchor?
  private var previousEvent: (order: Int64, timestamp: UInt32, ticks: Int64)?
  /// Seconds of steps that capture time did not bear out, which were believed all the same.
  private var credit = Timeline.credit
  /// The first and last capture time of the stream's packets.
  private var extent: (first: Int64, last: Int64)?
  /// Resets and clock changes so far.
  private(set) var resets = 0

  private static let credit = 60.0
  /// An event that began this long before its longest duration is misplaced.
  private static let longestEventDelay = 10.0
  /// A silence longer than this is not believed from capture time alone.
  private static let longestReset = 24.0 * 3600
  /// Orders this far apart belong to different runs of sequence numbers.
  static let newRun: Int64 = 32_768

  init(sampleRate: Int, clockRate: Int) {
    self.sampleRate = Int64(sampleRate)
    self.clockRate = Int64(clockRate)
  }

  /// Moves time zero back, so that frame `-shift` of before is frame 0.
  mutating func shift(by shift: Int64) { origin += shift }

  /// Places the next packet; `duration` in ticks, `clockRate` that of its format.
  mutating func place(
    _ entry: PacketEntry, kind: Kind, duration: Int64, clockRate: Int
  ) -> Placement {
    extent =
      extent.map { (min($0.first, entry.time), max($0.last, entry.time)) }
      ?? (entry.time, entry.time)
    guard let last = anchor else {
      set(entry, kind: kind, ticks: 0, duration: duration)
      return Placement(frame: origin)
    }
    let seconds = Double(entry.time &- last.time) * 1e-9
    if kind == .audio, Int64(clockRate) != self.clockRate {
      let frame = frameFromCapture(after: last, seconds)
      (origin, self.clockRate) = (frame, Int64(clockRate))
      set(entry, kind: kind, ticks: 0, duration: duration)
      resets += 1
      return Placement(frame: frame, isReset: true)
    }
    if kind == .event { return placeEvent(entry, after: last, seconds) }
    let step = Int64(Int32(bitPattern: entry.timestamp &- last.timestamp))
    let isBelieved =
      isContiguous(entry, step, duration, after: last, seconds) || bears(step, seconds)
    let ticks =
      isBelieved
      ? last.ticks + step : last.ticks + ticksFromCapture(after: last, seconds)
    resets += isBelieved ? 0 : 1
    set(entry, kind: kind, ticks: ticks, duration: duration)
    return Placement(frame: frame(of: ticks), isReset: !isBelieved)
  }

  /// Reports of one event share its timestamp; only the first is placed.
  private mutating func placeEvent(
    _ entry: PacketEntry, after last: Anchor, _ seconds: Double
  ) -> Placement {
    if let event = previousEvent, event.timestamp == entry.timestamp,
      entry.order - event.order < Self.newRun
    {
      previousEvent?.order = entry.order
      return Placement(frame: frame(of: event.ticks))
    }
    let step = Int64(Int32(bitPattern: entry.timestamp &- last.timestamp))
    let stepSeconds = Double(step) / Double(clockRate)
    // An event's timestamp is that of its start, which its duration, 16 bits, says is not far back.
    let earliest = -Double(UInt16.max) / Double(clockRate) - Self.longestEventDelay
    let isReset =
      stepSeconds < earliest || (stepSeconds > 1 && (stepSeconds - seconds).magnitude > 10)
      || !isWithinTrace(last.ticks + step)
    let ticks = last.ticks + (isReset ? max(0, ticksFromCapture(after: last, seconds)) : step)
    resets += isReset ? 1 : 0
    previousEvent = (entry.order, entry.timestamp, ticks)
    if last.kind != .audio { set(entry, kind: .event, ticks: ticks, duration: 0) }
    return Placement(frame: frame(of: ticks), isReset: isReset)
  }

  /// Whether the sequence numbers explain the step: the packets between, each of one length, fill
  /// it, or less than half again.
  private mutating func isContiguous(
    _ entry: PacketEntry, _ step: Int64, _ duration: Int64, after last: Anchor, _ seconds: Double
  ) -> Bool {
    let orders = entry.order - last.order
    guard last.duration > 0, orders > 0, orders < Self.newRun else { return false }
    let isExact = (step - last.duration * orders).magnitude <= last.duration / 2 + 1
    let longest = max(last.duration, duration)
    guard isExact || (orders > 1 && step >= 0 && 2 * step <= 3 * orders * longest) else {
      return false
    }
    // A few lost packets are believed outright; many need capture time or credit, lest a short
    // trace claim hours.
    return orders <= 8 || spend(Double(step) / Double(clockRate) - seconds)
  }

  /// Whether capture time bears the step out to a second, or the step is short.
  private mutating func bears(_ step: Int64, _ seconds: Double) -> Bool {
    let stepSeconds = Double(step) / Double(clockRate)
    let excess = stepSeconds - seconds
    guard excess.magnitude <= 1 || (0...1).contains(stepSeconds) else { return false }
    guard stepSeconds <= 1 || isWithinTrace((anchor?.ticks ?? 0) + step) else { return false }
    return spend(excess)
  }

  /// Takes seconds that capture time does not bear out from the credit; time to spare refills it.
  private mutating func spend(_ excess: Double) -> Bool {
    guard excess <= credit else { return false }
    credit = min(Self.credit, credit - excess)
    return true
  }

  private func ticksFromCapture(after last: Anchor, _ seconds: Double) -> Int64 {
    let room = longestTimeline - self.seconds(of: last.ticks)
    return max(Int64(min(seconds, room, Self.longestReset) * Double(clockRate)), last.duration)
  }

  /// Whether the timeline may reach as far as `ticks`.
  ///
  /// Capture times that go back and forth would add up to more than the trace lasts.
  private func isWithinTrace(_ ticks: Int64) -> Bool { seconds(of: ticks) <= longestTimeline }

  /// What the packets so far justify, in seconds.
  private var longestTimeline: Double {
    extent.map { Double($0.last &- $0.first) * 1e-9 + Self.credit } ?? 0
  }

  private func seconds(of ticks: Int64) -> Double { Double(frame(of: ticks)) / Double(sampleRate) }

  private func frameFromCapture(after last: Anchor, _ seconds: Double) -> Int64 {
    frame(of: last.ticks + ticksFromCapture(after: last, seconds))
  }

  private func frame(of ticks: Int64) -> Int64 {
    let (quotient, remainder) = ticks.quotientAndRemainder(dividingBy: clockRate)
    return origin + quotient * sampleRate + remainder * sampleRate / clockRate
  }

  private mutating func set(_ entry: PacketEntry, kind: Kind, ticks: Int64, duration: Int64) {
    anchor = Anchor(
      timestamp: entry.timestamp, time: entry.time, order: entry.order, ticks: ticks,
      duration: duration, kind: kind)
  }
}
