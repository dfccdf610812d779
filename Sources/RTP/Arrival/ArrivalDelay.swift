/// How long after its place by the timestamps each audio packet comes.
///
/// It says what a receiver with a fixed buffer would have been late for, how the stream's clock
/// drifts against capture time, and where capture time itself steps.
package struct ArrivalDelay: Sendable {
  /// Seconds that the last audio packet came after its place at a receiver without a buffer.
  ///
  /// Such a receiver takes the first packet of a stream, and of what follows a silence, for punctual;
  /// so it does with one that is more than a second from its place, either way.
  package internal(set) var lateness = 0.0
  /// What the hot path compares with: between them nothing changes but `lateness`.
  var bar = 0.0
  var floor = 0.0
  var windowEnd = Int64.min

  /// The buffers, in ms, that late packets are counted for.
  package static let buffers = [20, 40, 60, 100, 200]
  private var lateCounts = InlineArray<5, UInt32>(repeating: 0)
  /// The least buffer for which none came too late, in seconds.
  package private(set) var needed = 0.0
  /// How the least delay changes over time; nil below a window.
  package var envelope: DelayEnvelope? { envelopes.first }
  /// None or one, on the heap: short streams need none.
  private var envelopes: [DelayEnvelope] = []

  /// What a lateness is held against has this much for rounding, in seconds.
  package static let rounding = 0.5e-6
  /// What rounding alone may add up to, in seconds: without it, packets that come evenly pass a limit every time.
  private static let noise = 1e-9
  private static let resynchronisation = 1.0
  /// The clock of a receiver follows the sender's so fast: 500 ppm of a window, in seconds.
  private static let following = 0.0025

  /// Where lateness is zero, in seconds behind the first packet of the run.
  private var origin = 0.0
  private var least = 0.0 { didSet { floor = least - Self.noise } }
  private var leastTime: Int64 = 0
  /// The least delay in the window, before the last time that the receiver began anew.
  private var windowLeast = Double.infinity
  private var windowPackets: UInt32 = 0
  /// How far zero lies above the least delay; nil until the window ends.
  private var height: Double?

  /// Begins a run: timestamps before say nothing of those that follow.
  mutating func begin(at time: Int64, packets: Int) {
    if windowEnd != .min { closeWindow(at: time, packets: packets) }
    if !envelopes.isEmpty { envelopes[0].endRun() }
    (lateness, origin) = (0, 0)
    windowPackets = UInt32(truncatingIfNeeded: packets)
    startWindow(at: time)
    height = nil
  }

  /// Takes an even packet that came sooner than all others of the window, unless it came so much too soon that the
  /// receiver begins anew.
  ///
  /// Where clocks drift that may be every packet.
  @inline(__always)
  mutating func isLeast(at time: Int64) -> Bool {
    guard lateness >= -Self.resynchronisation else { return false }
    (least, leastTime) = (lateness, time)
    return true
  }

  /// Looks at a packet, which passes one of the limits or is uneven; `difference` is by how much the capture time
  /// since the packet before exceeds the timestamps', `packets` counts.
  mutating func examine(
    at time: Int64, after previous: Int64, difference: Double, isEven: Bool, packets: Int
  ) {
    let step = DelayEnvelope.step(from: previous, to: time, difference: difference)
    if let step {
      closeWindow(at: time, packets: packets)
      if isEven { envelopes[0].suspect(step, at: previous) }
    } else if time >= windowEnd {
      closeWindow(at: time, packets: packets)
      follow()
    }
    if lateness.magnitude > Self.resynchronisation { anchor() }
    if lateness < least { (least, leastTime) = (lateness, time) }
    needed = max(needed, lateness)
    bar = min(needed, Double(Self.buffers[0]) / 1000) + Self.noise
    for index in lateCounts.indices {
      let buffer = Double(Self.buffers[index]) / 1000
      lateCounts[index] &+= lateness > buffer + Self.rounding ? 1 : 0
    }
  }

  /// Takes the packet at hand for punctual.
  mutating func anchor() {
    windowLeast = min(windowLeast, origin + least)
    origin += lateness
    (lateness, least) = (0, 0)
    height = nil
  }

  private mutating func closeWindow(at time: Int64, packets: Int) {
    let level = min(windowLeast, origin + least)
    if envelopes.isEmpty { envelopes.append(DelayEnvelope()) }
    let count = UInt32(truncatingIfNeeded: packets)
    envelopes[0].add(level, at: leastTime, packets: Int(count &- windowPackets))
    windowPackets = count
    startWindow(at: time)
  }

  private mutating func startWindow(at time: Int64) {
    windowEnd = time.addingReportingOverflow(DelayEnvelope.window).partialValue
    (least, leastTime, windowLeast) = (lateness, time, .infinity)
  }

  /// Lets the receiver's clock follow the sender's: zero keeps its height above the least delay.
  private mutating func follow() {
    guard let level = envelope?.level else { return }
    guard let height else {
      height = origin - level
      return
    }
    let shift = max(-Self.following, min(Self.following, level + height - origin))
    origin += shift
    lateness -= shift
    least -= shift
  }

  /// Ends the stream.
  mutating func finish(packets: Int) {
    guard !envelopes.isEmpty else { return }
    closeWindow(at: leastTime, packets: packets)
    envelopes[0].endRun()
  }

  /// Packets that came too late for each of the buffers.
  package var late: [Int] { lateCounts.indices.map { Int(lateCounts[$0]) } }
}
