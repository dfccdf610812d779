package import Audio

/// Whether a stream's digits are as they should be.
package enum Verdict: String, Sendable {
  case consistent, inconsistent
  /// There are no digits.
  case none
}

/// What a user expects of the digits.
package struct DigitExpectation: Sendable {
  /// Which ways each stream with digits must use.
  package enum Policy: String, Sendable, CaseIterable {
    /// One of them, or both.
    case any
    /// In-band and events.
    case both
    /// That one alone.
    case events, inband
  }

  /// The digits by every way that is used.
  package var digits: [DTMFDigit]?
  /// The digits in the audio.
  package var inband: [DTMFDigit]?
  /// The digits as telephone-events.
  package var events: [DTMFDigit]?
  package var policy = Policy.any

  package init() {}
}

extension DigitLeg {
  /// Why the digits of the leg are inconsistent in themselves, one sentence a reason; none where
  /// they are consistent.
  package func faults(policy: DigitExpectation.Policy) -> [String] {
    var faults: [String] = []
    for status in DigitMatch.Status.allCases where status.isFault {
      let digits = matches.filter { $0.status == status }.map(\.digit)
      if !digits.isEmpty { faults.append("\(status.rawValue): \(digits.text)") }
    }
    let ways = ways
    if ways.contains(.inband), ways.contains(.events) {
      for status in [DigitMatch.Status.eventOnly, .toneOnly] {
        let digits = matches.filter { $0.status == status }.map(\.digit)
        guard !digits.isEmpty else { continue }
        faults.append("\(status.rawValue), though both ways are used: \(digits.text)")
      }
    }
    let unmatched = unmatchedInfo
    if !unmatched.isEmpty, ways.count > 1 {
      faults.append("only by SIP INFO, though other ways are used: \(unmatched.text)")
    }
    faults += policyFaults(policy, ways)
    let errors = members.flatMap(\.digits.findings).filter { $0.severity == .error }
    for rule in Finding.Rule.allCases {
      let count = errors.count { $0.rule == rule }
      if count > 0 { faults.append("\(rule.rawValue)\(count > 1 ? " (\(count) times)" : "")") }
    }
    return faults
  }

  private func policyFaults(
    _ policy: DigitExpectation.Policy, _ ways: [StreamDigits.Way]
  ) -> [String] {
    guard !ways.isEmpty else { return [] }
    let (hasTones, hasEvents) = (ways.contains(.inband), ways.contains(.events))
    switch policy {
    case .any:
      return []
    case .both:
      return hasTones && hasEvents
        ? [] : ["policy both: no digits \(hasTones ? "as events" : "in-band")"]
    case .events:
      return (hasEvents ? [] : ["policy events: no digits as events"])
        + (hasTones ? ["policy events: digits in-band"] : [])
    case .inband:
      return (hasTones ? [] : ["policy inband: no digits in-band"])
        + (hasEvents ? ["policy inband: digits as events"] : [])
    }
  }

  /// The verdict on the leg, with or without reasons against it.
  package func verdict(faults: [String]) -> Verdict {
    guard faults.isEmpty else { return .inconsistent }
    return ways.isEmpty ? .none : .consistent
  }
}

extension DigitExpectation {
  /// Why a stream is not as expected, one sentence a reason; a stream without digits is ignored.
  package func faults(of digits: StreamDigits) -> [String] {
    var faults: [String] = []
    for way in digits.ways {
      let expected = [self.digits, expected(by: way)].compactMap { $0 }
      for expected in expected where digits.digits(by: way) != expected {
        faults.append(
          "\(way.rawValue) \(digits.digits(by: way).text), expected \(expected.text)")
      }
    }
    return faults
  }

  private func expected(by way: StreamDigits.Way) -> [DTMFDigit]? {
    switch way {
    case .inband: inband
    case .events: events
    case .info: nil
    }
  }

  /// Why all streams together are not as expected: nobody carries what is expected.
  package func faults(of streams: [StreamDigits]) -> [String] {
    var faults: [String] = []
    if let digits, !digits.isEmpty,
      !streams.contains(where: { !$0.ways.isEmpty && self.faults(of: $0).isEmpty })
    {
      faults.append("no stream carries \(digits.text)")
    }
    if let inband, !inband.isEmpty, !streams.contains(where: { $0.digits(by: .inband) == inband }) {
      faults.append("no stream carries \(inband.text) in-band")
    }
    if let events, !events.isEmpty, !streams.contains(where: { $0.digits(by: .events) == events }) {
      faults.append("no stream carries \(events.text) as events")
    }
    return faults
  }
}
