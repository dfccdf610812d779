/// A sender's wall clock and its stream's clock, by the pairs of both in its sender reports.
package struct SenderClock: Sendable {
  /// One instant by both clocks.
  package struct Pair: Sendable {
    package let time: NTPTimestamp
    package let timestamp: UInt32
  }

  /// A report that others may still quote.
  struct Sent: Sendable {
    let time: NTPTimestamp
    let captureTime: Int64
    /// The peer's report that this one quotes, and how long it was here.
    let quoted: (peer: RTCPLink, time: NTPTimestamp, delay: UInt32)?
  }

  /// The first pair of the longest run in which both clocks go on evenly.
  package var first: Pair? { (span(of: run) >= span(of: longest) ? run : longest)?.first }
  /// The exchange with the shortest round trip.
  package private(set) var exchange: ClockExchange?
  private(set) var sent: [Sent] = []
  private var run: Run?
  private var longest: Run?

  /// Reports that are remembered for quoting; a report quotes the last that came.
  private static let sentLimit = 4
  /// A step of the wall clock against capture time, in seconds, begins a new run.
  private static let tolerance = 1.0

  private struct Run {
    let first: Pair
    var last: Pair
    var lastCapture: Int64
    /// Ticks from the first pair.
    var ticks: Int64 = 0
    /// Ticks over seconds of the wall clock.
    var line = RunningLine()
  }

  /// Takes a sender report, captured at `captureTime` ns, and what it quotes.
  mutating func receive(
    _ pair: Pair, at captureTime: Int64, quoting quoted: (RTCPLink, NTPTimestamp, UInt32)?
  ) {
    guard pair.time.isKnown, sent.last?.time != pair.time else { return }
    if sent.count == Self.sentLimit { sent.removeFirst() }
    sent.append(Sent(time: pair.time, captureTime: captureTime, quoted: quoted))
    if run == nil || !extend(with: pair, captureTime) {
      if span(of: run) > span(of: longest) { longest = run }
      run = Run(first: pair, last: pair, lastCapture: captureTime)
      run?.line.add(0, 0)
    }
  }

  /// Adds a pair to the run; false where a clock was set, or the stream's timestamps began anew.
  private mutating func extend(with pair: Pair, _ captureTime: Int64) -> Bool {
    guard var run = run.take() else { return false }
    defer { self.run = run }
    let passed = pair.time.seconds(since: run.last.time)
    let captured = Double(captureTime &- run.lastCapture) * 1e-9
    guard passed > 0, (passed - captured).magnitude <= Self.tolerance else { return false }
    let step = Int64(Int32(bitPattern: pair.timestamp &- run.last.timestamp))
    if let slope = run.line.slope {
      let excess = (Double(step) - slope * passed).magnitude
      guard excess <= slope.magnitude * max(0.5, passed / 100) else { return false }
    }
    run.ticks += step
    run.line.add(pair.time.seconds(since: run.first.time), Double(run.ticks))
    (run.last, run.lastCapture) = (pair, captureTime)
    return true
  }

  /// Ticks of the stream's clock in a second of the sender's wall clock: as the reports have it where
  /// they are certain that it is not `clockRate`, else that.
  package func ticksPerSecond(clockRate: Int) -> Double {
    let nominal = Double(clockRate)
    let line = (span(of: run) >= span(of: longest) ? run : longest)?.line
    guard let line, line.span >= 10, let slope = line.slope, let error = line.slopeError,
      (slope - nominal).magnitude > 2 * error, (slope - nominal).magnitude < nominal / 1000
    else { return nominal }
    return slope
  }

  private func span(of run: Run?) -> Double { run?.line.span ?? -1 }

  /// Remembers an exchange with another sender, if it is the best so far.
  mutating func learn(_ new: ClockExchange) {
    guard let known = exchange else {
      exchange = new
      return
    }
    if known.peer == new.peer, new.delay < known.delay { exchange = new }
  }

  /// The stream's clock against the sender's wall clock; nil where less than 10 s lie between the
  /// reports, or where they do not fit a line.
  package func drift(clockRate: Int) -> ClockDrift? {
    let line = (span(of: run) >= span(of: longest) ? run : longest)?.line
    guard let line, line.span >= 10, let slope = line.slope, clockRate > 0 else { return nil }
    return ClockDrift(
      ratio: slope / Double(clockRate), error: line.slopeError.map { $0 / Double(clockRate) },
      reference: .rtcp)
  }
}
