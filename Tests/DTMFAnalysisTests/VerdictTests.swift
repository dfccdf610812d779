import Audio
import DTMFAnalysis
import Testing

@Suite("Verdict and expectations")
struct VerdictTests {
  private static func digits(_ text: String) -> [DTMFDigit] { text.compactMap { DTMFDigit($0) } }

  private func leg(tones: String = "", events: String = "", info: String = "") -> DigitLeg {
    let rows = { (text: String) in
      Self.digits(text).enumerated().map { ($1, $0 * 400, $0 * 400 + 160) }
    }
    let digits = StreamDigits(
      inband: DigitMatcherTests.tones(rows(tones)), events: DigitMatcherTests.events(rows(events)),
      info: Self.digits(info).enumerated().map { InfoDigit(digit: $1, start: Double($0) * 0.4) })
    return DigitLeg(
      [DigitLeg.Member(stream: 0, digits: digits, offset: 0)], matcher: DigitMatcher())
  }

  private func verdict(_ leg: DigitLeg, _ policy: DigitExpectation.Policy = .any) -> Verdict {
    leg.verdict(faults: leg.faults(policy: policy))
  }

  @Test("digits beyond what is compared are counted")
  func uncompared() {
    let many = (0..<2003).map {
      LegComparison.Press(digit: $0.isMultiple(of: 2) ? .five : .one, start: Double($0))
    }
    let comparison = LegComparison(input: many, output: Array(many.prefix(2001)))
    #expect(comparison.uncompared == 4)
    #expect(comparison.differences == 0)
    #expect(LegComparison(input: [], output: Array(many.prefix(2000))).uncompared == 0)
  }

  @Test("one way, or both ways alike, is consistent")
  func consistent() {
    #expect(verdict(leg(events: "123")) == .consistent)
    #expect(verdict(leg(tones: "123")) == .consistent)
    #expect(verdict(leg(tones: "123", events: "123")) == .consistent)
    #expect(verdict(leg(info: "123")) == .consistent)
    #expect(verdict(leg()) == .none)
  }

  @Test("a digit that goes only one of two ways is inconsistent")
  func oneOfTwo() {
    #expect(verdict(leg(tones: "12", events: "123")) == .inconsistent)
    #expect(verdict(leg(tones: "123", events: "12")) == .inconsistent)
    #expect(verdict(leg(tones: "123", events: "124")) == .inconsistent)
    #expect(verdict(leg(events: "12", info: "12345678")) == .inconsistent)
  }

  @Test(
    "policies",
    arguments: [
      (DigitExpectation.Policy.both, [false, false, true]), (.events, [false, true, false]),
      (.inband, [true, false, false]), (.any, [true, true, true]),
    ])
  func policies(policy: DigitExpectation.Policy, isConsistent: [Bool]) {
    let legs = [leg(tones: "1"), leg(events: "1"), leg(tones: "1", events: "1")]
    #expect(legs.map { verdict($0, policy) == .consistent } == isConsistent)
  }

  @Test("errors count, warnings do not")
  func findings() {
    var trace = EventTrace()
    trace.audio(2)
    trace.press(1, marker: false)
    trace.audio(2)
    let isConsistent = { (stream: StreamEvents) in
      let digits = StreamDigits(events: stream.events, findings: stream.findings)
      let leg = DigitLeg(
        [DigitLeg.Member(stream: 0, digits: digits, offset: 0)], matcher: DigitMatcher())
      return leg.faults(policy: .any).isEmpty
    }
    #expect(isConsistent(trace.read()))
    trace.press(2, ends: 0)
    trace.audio(2)
    #expect(!isConsistent(trace.read()))
  }

  @Test("--expect: one stream carries it by each way it uses, no stream carries others")
  func expect() {
    var expectation = DigitExpectation()
    expectation.digits = [.one, .two]
    let fits = leg(tones: "12", events: "12").members[0].digits
    let other = leg(events: "13").members[0].digits
    let empty = leg().members[0].digits
    #expect(expectation.faults(of: fits).isEmpty)
    #expect(expectation.faults(of: empty).isEmpty)
    #expect(!expectation.faults(of: other).isEmpty)
    #expect(expectation.faults(of: [fits, empty]).isEmpty)
    #expect(!expectation.faults(of: [empty]).isEmpty)
  }

  @Test("--expect-inband and --expect-events look at one way")
  func oneWay() {
    var expectation = DigitExpectation()
    expectation.inband = [.one, .two]
    let stream = leg(tones: "12", events: "99").members[0].digits
    #expect(expectation.faults(of: stream).isEmpty)
    expectation.events = [.one, .two]
    #expect(!expectation.faults(of: stream).isEmpty)
  }

  @Test("tone and event on different SSRCs of one direction are matched on one clock")
  func twoStreams() {
    let tones = StreamDigits(inband: DigitMatcherTests.tones([(.one, 5000, 5160)]))
    let events = StreamDigits(events: DigitMatcherTests.events([(.one, 0, 160)]))
    let leg = DigitLeg(
      [
        DigitLeg.Member(stream: 3, digits: tones, offset: 0),
        DigitLeg.Member(stream: 8, digits: events, offset: 5.02),
      ], matcher: DigitMatcher())
    #expect(leg.matches.map(\.status) == [.agree])
    let share = leg.shares(of: 8)[0]
    #expect(share.match.event == 0)
    #expect(share.match.inband == nil)
    #expect(share.partner?.stream == 3)
    #expect(share.partner?.inband == 0)
    #expect(abs(share.match.interval.start) < 1e-9)
    #expect(leg.shares(of: 3)[0].partner?.stream == 8)
  }
}

@Suite("A system under test")
struct LegComparisonTests {
  private func presses(_ digits: String, at start: Double) -> [LegComparison.Press] {
    digits.enumerated().compactMap { index, character in
      DTMFDigit(character).map {
        LegComparison.Press(digit: $0, start: start + Double(index))
      }
    }
  }

  @Test("digits that pass, with their delay")
  func passed() {
    let comparison = LegComparison(
      input: presses("1234", at: 0), output: presses("1234", at: 0.25))
    #expect(comparison.differences == 0)
    for case .passed(_, let delay) in comparison.outcomes { #expect(delay == 0.25) }
  }

  @Test("lost, added and changed digits are told apart")
  func differences() {
    let comparison = LegComparison(
      input: presses("12345", at: 0), output: presses("1 3945", at: 0.1))
    let text = comparison.outcomes.map { outcome in
      switch outcome {
      case .passed(let press, _): "\(press.digit)"
      case .lost(let press): "-\(press.digit)"
      case .added(let press): "+\(press.digit)"
      case .changed(let press, let other): "\(press.digit)>\(other.digit)"
      }
    }
    #expect(text.joined(separator: " ") == "1 -2 3 +9 4 5")
    let changed = LegComparison(input: presses("12", at: 0), output: presses("17", at: 0.1))
    #expect(changed.differences == 1)
  }

  @Test("a doubled digit is one more that comes out")
  func doubled() {
    let comparison = LegComparison(input: presses("5", at: 0), output: presses("55", at: 0.1))
    #expect(comparison.differences == 1)
  }
}
