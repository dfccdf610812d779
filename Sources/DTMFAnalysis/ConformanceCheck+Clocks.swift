import RTP

/// The rules on time: what the clocks say beside the capture's.
extension ConformanceCheck {
  /// Clocks that are mistaken for one another, as factors.
  private static let factors = [6.0, 3, 2, 0.5, 1 / 3.0, 1 / 6.0]
  /// Updates must span this, in seconds, to measure a clock by.
  private static let shortestSpan = 0.055

  /// Durations grow by the negotiated clock while capture time goes on; where nothing says what
  /// that is, it is the audio's, and without audio it may be any.
  func wrongClock(_ press: EventPress) -> Finding? {
    if press.format.negotiation == .unknown, audio.isEmpty { return nil }
    let updates = press.reports.filter { !$0.isRedundant && !$0.packet.isDuplicate }
    guard let first = updates.first, let end = lastUpdate(of: updates),
      first.timestamp == end.timestamp
    else { return nil }
    let seconds = Double(end.packet.time &- first.packet.time) * 1e-9
    let ticks = Double(end.telephoneEvent.duration) - Double(first.telephoneEvent.duration)
    guard seconds >= Self.shortestSpan, ticks > 0 else { return nil }
    let declared = press.format.clockRate
    let ratio = ticks / seconds / Double(declared)
    guard let factor = Self.factors.first(where: { (ratio / $0 - 1).magnitude < 0.15 }) else {
      return nil
    }
    return Finding(
      .wrongClock, at: end.packet,
      "durations of \(press.name) grow by \(Int((ticks / seconds).rounded())) ticks a second, as "
        + "at \(Int((Double(declared) * factor).rounded())) Hz, not \(declared) "
        + "(RFC 4733, 2.3.5)")
  }

  /// The last report that tells something new: ends repeat, and come in a burst.
  private func lastUpdate(of reports: [EventPress.Report]) -> EventPress.Report? {
    guard let last = reports.last else { return nil }
    return reports.first {
      $0.timestamp == last.timestamp
        && $0.telephoneEvent.duration == last.telephoneEvent.duration
    }
  }

  /// An event's timestamp is that of the audio it stands in place of.
  func strayTimestamp(_ press: EventPress) -> Finding? {
    let first = press.first
    guard !first.isRedundant, let before = neighbour(before: first.packet.order),
      let clock = clockRate(of: before)
    else { return nil }
    let step = Double(Int32(bitPattern: first.timestamp &- before.timestamp)) / Double(clock)
    let seconds = Double(first.packet.time &- before.time) * 1e-9
    guard (step - seconds).magnitude > 10, seconds < 60 else { return nil }
    return Finding(
      .wrongClock, at: first.packet,
      "the timestamp of \(press.name) lies \(Int(step.rounded())) s from the audio's, by capture "
        + "time \(Int(seconds.rounded())) s (RFC 4733, 2.2.1)")
  }

  /// The audio's clock runs on while events are sent.
  func audioTimestampStalled(_ press: EventPress) -> Finding? {
    guard let before = neighbour(before: press.first.packet.order),
      let after = neighbour(behind: press.last.packet.order),
      let clock = clockRate(of: before), clockRate(of: after) == clock, press.seconds > 0.03
    else { return nil }
    let step = Double(Int32(bitPattern: after.timestamp &- before.timestamp)) / Double(clock)
    let seconds = Double(after.time &- before.time) * 1e-9
    guard step >= 0, seconds - step > max(0.025, 0.6 * press.seconds), seconds < 60 else {
      return nil
    }
    return Finding(
      .audioTimestampStalled, at: press.last.packet,
      "audio goes on behind \(press.name) as if \(milliseconds(seconds)) ms were "
        + "\(milliseconds(step)) ms (RFC 3550, 5.1; RFC 4733, 2.2.1)")
  }

  private func milliseconds(_ seconds: Double) -> Int { Int((seconds * 1000).rounded()) }

  private func neighbour(before order: Int64) -> EventLog.Neighbour? {
    let index = audio.partitioningIndex { $0.order >= order }
    return index > 0 && order - audio[index - 1].order < SequenceTracker.newRun
      ? audio[index - 1] : nil
  }

  private func neighbour(behind order: Int64) -> EventLog.Neighbour? {
    let index = audio.partitioningIndex { $0.order > order }
    return index < audio.count && audio[index].order - order < SequenceTracker.newRun
      ? audio[index] : nil
  }

  private func clockRate(of neighbour: EventLog.Neighbour) -> Int? {
    guard case .audio(let clock) = meanings[neighbour.format] else { return nil }
    return clock
  }
}
