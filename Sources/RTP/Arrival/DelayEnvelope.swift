/// The least delay of a stream's packets over time: what stays when jitter is taken away.
///
/// Of each window of 5 s the least delayed packet counts, if the window has ten. A line through
/// those points is the drift of the stream's clock against capture time.
package struct DelayEnvelope: Sendable {
  /// A window, in ns of capture time.
  static let window: Int64 = 5_000_000_000

  /// A place where capture time steps while RTP goes on evenly.
  package struct Step: Sendable, BitwiseCopyable {
    /// The capture time before it, ns since 1970.
    package let time: Int64
    /// In seconds; below zero where capture time runs back.
    package let length: Double
  }

  /// The least delay of the last window, in seconds.
  private(set) var level: Double?
  package private(set) var steps = 0
  package private(set) var firstStep: Step?
  /// A step that may be the network's: it counts if the delay stays.
  private var suspected: (step: Step, level: Double)?
  private var run = RunningLine()
  private var longest = RunningLine()
  private var runStart: Int64 = 0

  private static let fewestPackets = 10
  /// Points that make a drift, in windows.
  private static let fewestPoints = 4
  /// A delay that changes by so many seconds from window to window is another way, not drift.
  private static let jump = 0.1
  /// Packets that capture time puts further back than this, or delays by more than that, in seconds.
  private static let (backward, forward) = (0.01, 1.0)

  /// The step of capture time between two packets in a row, where it is one: it runs back, or is
  /// more than a second longer than the timestamps say.
  static func step(from previous: Int64, to time: Int64, difference: Double) -> Double? {
    let passed = Double(time &- previous) * 1e-9
    return passed < -backward ? passed : difference > forward ? difference : nil
  }

  /// Takes the least delay of a window, in seconds, and the capture time of its packet.
  mutating func add(_ least: Double, at time: Int64, packets: Int) {
    settle(least)
    guard packets >= Self.fewestPackets else { return }
    if let level, (least - level).magnitude > Self.jump { endRun() }
    if run.points == 0 { runStart = time }
    run.add(Double(time &- runStart) * 1e-9, least)
    level = least
  }

  /// Takes a step while RTP went on evenly, behind the window before it.
  mutating func suspect(_ length: Double, at time: Int64) {
    let step = Step(time: time, length: length)
    if length < 0 { return count(step) }
    suspected = (step, lastLeast)
  }

  /// Decides on a step by the least delay since: after a stall of the network it is as before.
  private mutating func settle(_ least: Double) {
    if let (step, before) = suspected, least - before > step.length / 2 { count(step) }
    suspected = nil
    lastLeast = least
  }

  private mutating func count(_ step: Step) {
    steps += 1
    firstStep = firstStep ?? step
  }

  /// The least delay of the last window, however few its packets.
  private var lastLeast = 0.0

  /// Ends a line; what follows is not on it.
  mutating func endRun() {
    if run.span > longest.span || longest.points == 0 { longest = run }
    run = RunningLine()
    level = nil
  }

  /// The drift by the longest line; nil where it has under four windows or scatters too much.
  package var drift: ClockDrift? {
    guard longest.points >= Self.fewestPoints, let slope = longest.slope else { return nil }
    return ClockDrift(ratio: 1 - slope, error: longest.slopeError, reference: .capture)
  }
}
