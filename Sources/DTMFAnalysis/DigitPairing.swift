/// The passes in which tones and events find each other.
struct DigitPairing {
  private let inband: [InbandDigit]
  private let events: [EventDigit]
  private let remnants: [ToneRemnant]
  private let matcher: DigitMatcher
  private var isToneTaken: [Bool]
  private var isEventTaken: [Bool]
  private(set) var matches: [DigitMatch] = []

  init(
    _ inband: [InbandDigit], _ events: [EventDigit], _ remnants: [ToneRemnant],
    matcher: DigitMatcher
  ) {
    self.inband = inband
    self.events = events
    self.remnants = remnants
    self.matcher = matcher
    isToneTaken = [Bool](repeating: false, count: inband.count)
    isEventTaken = events.map { $0.digit == nil }
  }

  mutating func pairAll() {
    pair { $0.agrees(with: $1, $2) ? .agree : nil }
    pair { tone, event, matcher in
      tone.meets(event, matcher) ? tone.disagreement(with: event, matcher) : nil
    }
    pair { $0.trails($1, $2) ? .doubled : nil }
    addEchoes()
    addContradictions()
    addLeaks()
    addRest()
  }

  /// Pairs what is free and has one digit, by the status that `judge` gives; of several tones that
  /// with the nearest start.
  private mutating func pair(
    _ judge: (InbandDigit, EventDigit, DigitMatcher) -> DigitMatch.Status?
  ) {
    for event in events.indices where !isEventTaken[event] {
      var best: (tone: Int, status: DigitMatch.Status, distance: Double)?
      for tone in tones(near: events[event].interval)
      where !isToneTaken[tone] && inband[tone].digit == events[event].digit {
        guard let status = judge(inband[tone], events[event], matcher) else { continue }
        let distance = (inband[tone].interval.start - events[event].interval.start).magnitude
        if distance < best?.distance ?? .infinity { best = (tone, status, distance) }
      }
      if let best { add(best.status, tone: best.tone, event: event) }
    }
  }

  /// Tones that end after the event begins and begin before it is long over, with room on both
  /// sides.
  private func tones(near interval: Interval) -> Range<Int> {
    let room = 2 * matcher.tolerance
    let first = inband.partitioningIndex { $0.interval.end >= interval.start - room }
    let last = inband.partitioningIndex { $0.interval.start > interval.end + room }
    return first..<max(first, last)
  }

  /// A free tone that goes on from an event already paired is that press once more, unless there
  /// is a pause in which a receiver sees a new one.
  private mutating func addEchoes() {
    for event in events.indices where isEventTaken[event] && events[event].digit != nil {
      for tone in tones(near: events[event].interval)
      where !isToneTaken[tone] && inband[tone].digit == events[event].digit {
        let gap = -inband[tone].interval.overlap(with: events[event].interval)
        if gap < DigitMatcher.shortestPause { add(.doubled, tone: tone, event: event) }
      }
    }
  }

  /// Other digits that sound at the same time.
  private mutating func addContradictions() {
    for event in events.indices where !isEventTaken[event] {
      let interval = events[event].interval
      let other = tones(near: interval).first { tone in
        !isToneTaken[tone]
          && inband[tone].interval.overlap(with: interval)
            >= min(DigitMatcher.contradiction, interval.duration / 2)
      }
      if let other { add(.different, tone: other, event: event) }
    }
  }

  /// Remnants of an event's tone at its start.
  private mutating func addLeaks() {
    for remnant in remnants {
      let start = remnant.interval.start
      let first = events.partitioningIndex { $0.interval.start >= start - matcher.tolerance }
      let last = events.partitioningIndex { $0.interval.start > start + matcher.tolerance }
      let event = (first..<max(first, last)).first {
        !isEventTaken[$0] && events[$0].digit == remnant.digit
      }
      guard let event else { continue }
      isEventTaken[event] = true
      append(.leak, tone: nil, event: event, heard: remnant.interval)
    }
  }

  private mutating func addRest() {
    for event in events.indices where !isEventTaken[event] {
      append(.eventOnly, tone: nil, event: event, heard: nil)
    }
    for tone in inband.indices where !isToneTaken[tone] {
      append(.toneOnly, tone: tone, event: nil, heard: inband[tone].interval)
    }
  }

  private mutating func add(_ status: DigitMatch.Status, tone: Int, event: Int) {
    isToneTaken[tone] = true
    isEventTaken[event] = true
    append(status, tone: tone, event: event, heard: inband[tone].interval)
  }

  private mutating func append(
    _ status: DigitMatch.Status, tone: Int?, event: Int?, heard: Interval?
  ) {
    let told = event.map { events[$0].interval }
    let digit = event.flatMap { events[$0].digit } ?? tone.map { inband[$0].digit }
    guard let digit, let interval = told ?? heard else { return }
    let isBoth = told != nil && heard != nil
    matches.append(
      DigitMatch(
        digit: digit, status: status, inband: tone, event: event, info: nil,
        startDifference: isBoth ? (heard?.start ?? 0) - (told?.start ?? 0) : nil,
        durationDifference: isBoth ? (heard?.duration ?? 0) - (told?.duration ?? 0) : nil,
        interval: interval))
  }
}

extension InbandDigit {
  fileprivate func agrees(with event: EventDigit, _ matcher: DigitMatcher) -> Bool {
    let (tone, told) = (interval, event.interval)
    return (tone.start - told.start).magnitude <= matcher.tolerance
      && (tone.duration - told.duration).magnitude <= matcher.tolerance
      && tone.duration >= min(DigitMatcher.shortestDigit, 0.75 * told.duration)
  }

  /// Whether it sounds while the event lasts, or begins with it.
  fileprivate func meets(_ event: EventDigit, _ matcher: DigitMatcher) -> Bool {
    interval.overlap(with: event.interval) > 0
      || (interval.start - event.interval.start).magnitude <= matcher.tolerance
  }

  /// What is wrong between a tone and an event of one digit that meet.
  fileprivate func disagreement(
    with event: EventDigit, _ matcher: DigitMatcher
  ) -> DigitMatch.Status {
    let (tone, told) = (interval, event.interval)
    let isAtStart = (tone.start - told.start).magnitude <= matcher.tolerance
    if isAtStart, tone.duration < DigitMatcher.shortestDigit { return .leak }
    let isLate = tone.start - told.start > DigitMatcher.lateStart
    return isLate && tone.end - told.end > matcher.tolerance ? .doubled : .truncated
  }

  /// Whether it follows the event as its late echo.
  fileprivate func trails(_ event: EventDigit, _ matcher: DigitMatcher) -> Bool {
    let gap = interval.start - event.interval.end
    return gap >= 0 && gap <= 2 * matcher.tolerance
  }
}
