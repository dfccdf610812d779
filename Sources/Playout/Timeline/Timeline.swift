import RTP

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

  /// Capture time since the packet before.
  private struct Passed {
    let seconds: Double
    /// What of it no packet before had reached: all that may make the output longer.
    let elapsed: Double
  }

  private struct Anchor {
    var timestamp: UInt32
    var time: Int64
    /// The latest time of any packet that was one.
    var latestTime: Int64
    var order: Int64
    /// Ticks from the origin.
    var ticks: Int64
    /// Ticks that the packet lasts, 0 where it is not known.
    var duration: Int64
    var kind: Kind

    /// Whether `step` is what so many packets like this one last, to half a packet.
    func fits(_ step: Int64, after orders: Int64 = 1) -> Bool {
      duration > 0 && (step &- duration &* orders).magnitude <= duration / 2 + 1
    }
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
  /// Resets and clock changes so far.
  private(set) var resets = 0

  private static let credit = 60.0
  /// A silence longer than this is not believed from capture time alone.
  private static let longestReset = 4.0 * 3600
  /// More than the seconds that one report of an event can speak of at 8 kHz.
  private static let longestReport = 10.0

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
    guard let last = anchor else {
      set(entry, kind: kind, ticks: 0, duration: duration)
      if kind == .event { previousEvent = (entry.order, entry.timestamp, 0) }
      return Placement(frame: origin)
    }
    let step = Int64(Int32(bitPattern: entry.timestamp &- last.timestamp))
    // What follows the packet before it in both its numbers needs no witness, and is nearly all.
    if kind == .audio, Int64(clockRate) == self.clockRate, entry.order &- last.order == 1,
      last.fits(step)
    {
      set(entry, kind: kind, ticks: last.ticks &+ step, duration: duration)
      return Placement(frame: frame(of: last.ticks &+ step))
    }
    let seconds = Self.seconds(from: last.time, to: entry.time)
    let elapsed = max(0, Self.seconds(from: last.latestTime, to: entry.time))
    let passed = Passed(seconds: seconds, elapsed: elapsed)
    if kind == .audio, Int64(clockRate) != self.clockRate {
      let frame = frame(of: last.ticks + ticksFromCapture(after: last, passed))
      (origin, self.clockRate) = (frame, Int64(clockRate))
      set(entry, kind: kind, ticks: 0, duration: duration)
      resets += 1
      return Placement(frame: frame, isReset: true)
    }
    if kind == .event { return placeEvent(entry, after: last, passed) }
    let isBelieved =
      isContiguous(entry, step, duration, after: last, passed) || bears(step, passed)
    let ticks =
      isBelieved
      ? last.ticks + step : last.ticks + ticksFromCapture(after: last, passed)
    resets += isBelieved ? 0 : 1
    set(entry, kind: kind, ticks: ticks, duration: duration)
    return Placement(frame: frame(of: ticks), isReset: !isBelieved)
  }

  /// The frame of a run's first packet, where the run goes on from the last packet placed as evenly as
  /// that could be; nil where it does not.
  ///
  /// Each of its packets lasts `duration` ticks, and a whole number of frames.
  func start(of run: PacketRun, duration: Int64, clockRate: Int) -> Int64? {
    guard let last = anchor, last.duration == duration, Int64(run.step) == duration,
      Int64(clockRate) == self.clockRate, run.order &- last.order == 1,
      run.timestamp == last.timestamp &+ run.step,
      clockRate == sampleRate || duration &* sampleRate % self.clockRate == 0
    else { return nil }
    return frame(of: last.ticks &+ duration)
  }

  /// Places all packets of a run that has such a start; `lastTime` is the capture time of the last.
  mutating func place(_ run: PacketRun, lastTime: Int64) {
    guard var last = anchor else { return }
    last.order &+= Int64(run.count)
    last.timestamp &+= run.count &* run.step
    last.ticks &+= Int64(run.count) &* Int64(run.step)
    last.time = lastTime
    last.latestTime = max(last.latestTime, lastTime)
    last.kind = .audio
    anchor = last
  }

  /// Reports of one event share its timestamp; only the first is placed.
  private mutating func placeEvent(
    _ entry: PacketEntry, after last: Anchor, _ passed: Passed
  ) -> Placement {
    if let event = previousEvent, event.timestamp == entry.timestamp,
      entry.order - event.order < SequenceTracker.newRun
    {
      previousEvent?.order = entry.order
      return Placement(frame: frame(of: event.ticks))
    }
    let step = Int64(Int32(bitPattern: entry.timestamp &- last.timestamp))
    // An event may have begun long before the first of its reports that came.
    let isNewRun = entry.order - last.order >= SequenceTracker.newRun
    let isReset =
      isNewRun && step <= 0
      ? (Double(step) / Double(clockRate) - passed.seconds).magnitude > 1
      : !bears(step, passed, within: Self.longestReport)
    let ticks = last.ticks + (isReset ? ticksFromCapture(after: last, passed) : step)
    resets += isReset ? 1 : 0
    previousEvent = (entry.order, entry.timestamp, ticks)
    if last.kind != .audio { set(entry, kind: .event, ticks: ticks, duration: 0) }
    return Placement(frame: frame(of: ticks), isReset: isReset)
  }

  /// Whether the sequence numbers explain the step: the packets between, each of one length, fill
  /// it, or less than half again.
  private mutating func isContiguous(
    _ entry: PacketEntry, _ step: Int64, _ duration: Int64, after last: Anchor, _ passed: Passed
  ) -> Bool {
    let orders = entry.order - last.order
    guard last.duration > 0, orders > 0, orders < SequenceTracker.newRun else { return false }
    let isExact = last.fits(step, after: orders)
    let longest = max(last.duration, duration)
    guard isExact || (orders > 1 && step >= 0 && 2 * step <= 3 * orders * longest) else {
      return false
    }
    // What packets carry is believed outright; what is lost between them needs capture time or
    // credit, lest a short trace claim hours.
    return orders == 1 || spend(Double(step - last.duration) / Double(clockRate) - passed.elapsed)
  }

  /// Whether capture time bears the step out to `tolerance` seconds, or the step is short.
  private mutating func bears(
    _ step: Int64, _ passed: Passed, within tolerance: Double = 1
  ) -> Bool {
    let stepSeconds = Double(step) / Double(clockRate)
    guard
      (stepSeconds - passed.seconds).magnitude <= tolerance || (0...1).contains(stepSeconds)
    else { return false }
    return spend(stepSeconds - passed.elapsed)
  }

  /// Takes seconds that capture time does not bear out from the credit; time to spare refills it.
  private mutating func spend(_ excess: Double) -> Bool {
    guard excess <= credit else { return false }
    credit = min(Self.credit, credit - excess)
    return true
  }

  private func ticksFromCapture(after last: Anchor, _ passed: Passed) -> Int64 {
    let ticks = min(passed.elapsed, Self.longestReset) * Double(clockRate)
    return max(Int64(ticks.rounded()), last.duration)
  }

  /// From one capture time to another; 0 where 64 bits do not hold the difference.
  private static func seconds(from earlier: Int64, to later: Int64) -> Double {
    let (difference, overflow) = later.subtractingReportingOverflow(earlier)
    return overflow ? 0 : Double(difference) * 1e-9
  }

  private func frame(of ticks: Int64) -> Int64 {
    if clockRate == sampleRate { return origin &+ ticks }
    let (quotient, remainder) = ticks.quotientAndRemainder(dividingBy: clockRate)
    return origin + quotient * sampleRate + remainder * sampleRate / clockRate
  }

  private mutating func set(_ entry: PacketEntry, kind: Kind, ticks: Int64, duration: Int64) {
    anchor = Anchor(
      timestamp: entry.timestamp, time: entry.time,
      latestTime: max(entry.time, anchor?.latestTime ?? .min), order: entry.order, ticks: ticks,
      duration: duration, kind: kind)
  }
}
