import Audio
import DTMFAnalysis
import Testing

@Suite("Matching the three ways")
struct DigitMatcherTests {
  /// Digits with start and end in ms.
  typealias Row = (DTMFDigit, Int, Int)

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let tones: [Row]
    let events: [Row]
    let statuses: [DigitMatch.Status]

    init(
      _ name: String, tones: [Row], events: [Row], _ statuses: [DigitMatch.Status]
    ) {
      testDescription = name
      self.tones = tones
      self.events = events
      self.statuses = statuses
    }
  }

  static func interval(_ row: Row) -> Interval {
    Interval(start: Double(row.1) / 1000, end: Double(row.2) / 1000)
  }

  static func tones(_ rows: [Row]) -> [InbandDigit] {
    rows.map { InbandDigit(digit: $0.0, interval: interval($0)) }
  }

  static func events(_ rows: [Row]) -> [EventDigit] {
    rows.map { EventDigit(code: $0.0.rawValue, interval: interval($0)) }
  }

  @Test(
    "the status of each press",
    arguments: [
      Case("both ways", tones: [(.one, 0, 160)], events: [(.one, 20, 180)], [.agree]),
      Case(
        "real repeated digits, both ways", tones: [(.one, 0, 80), (.one, 150, 230)],
        events: [(.one, 10, 90), (.one, 160, 240)], [.agree, .agree]),
      Case("a tone far shorter", tones: [(.two, 0, 60)], events: [(.two, 0, 400)], [.truncated]),
      Case("an event far shorter", tones: [(.two, 0, 400)], events: [(.two, 0, 60)], [.truncated]),
      Case(
        "the tone's end only", tones: [(.two, 150, 400)], events: [(.two, 0, 400)], [.truncated]),
      Case("a remnant of 35 ms", tones: [(.three, 0, 35)], events: [(.three, 0, 200)], [.leak]),
      Case(
        "the tone comes late and goes on", tones: [(.four, 120, 400)], events: [(.four, 0, 200)],
        [.doubled]),
      Case("the tone trails", tones: [(.four, 230, 380)], events: [(.four, 0, 200)], [.doubled]),
      Case(
        "an echo of an event that agrees", tones: [(.four, 0, 200), (.four, 230, 380)],
        events: [(.four, 0, 200)], [.agree, .doubled]),
      Case(
        "a digit pressed again after a pause, without event",
        tones: [(.four, 0, 200), (.four, 300, 480)], events: [(.four, 0, 200)], [.agree, .toneOnly]),
      Case(
        "another digit at that time", tones: [(.five, 0, 160)], events: [(.six, 0, 160)],
        [.different]),
      Case(
        "another digit right after", tones: [(.five, 160, 320)], events: [(.six, 0, 160)],
        [.eventOnly, .toneOnly]),
      Case(
        "no tone", tones: [], events: [(.seven, 0, 160), (.seven, 300, 460)],
        [.eventOnly, .eventOnly]),
      Case("no event", tones: [(.eight, 0, 160)], events: [], [.toneOnly]),
      Case(
        "the second of two events has the tone", tones: [(.nine, 300, 460)],
        events: [(.nine, 0, 100), (.nine, 300, 460)], [.eventOnly, .agree]),
      Case(
        "a quick number, slightly out of step",
        tones: [(.one, 0, 50), (.two, 100, 150), (.two, 200, 250), (.three, 300, 350)],
        events: [(.one, 40, 90), (.two, 140, 190), (.two, 240, 290), (.three, 340, 390)],
        [.agree, .agree, .agree, .agree]),
    ])
  func statuses(_ example: Case) {
    let matches = DigitMatcher().match(
      inband: Self.tones(example.tones), events: Self.events(example.events))
    #expect(matches.map(\.status) == example.statuses)
  }

  @Test("the tolerance is the user's")
  func tolerance() {
    let tones = Self.tones([(.one, 0, 200)])
    let events = Self.events([(.one, 60, 260)])
    #expect(DigitMatcher().match(inband: tones, events: events).map(\.status) == [.agree])
    let strict = DigitMatcher(tolerance: 0.05)
    #expect(strict.match(inband: tones, events: events).map(\.status) == [.truncated])
  }

  @Test("a near miss at the start of an event is a leak, elsewhere nothing")
  func remnants() {
    let events = Self.events([(.one, 0, 160), (.two, 500, 660)])
    let remnants = [
      ToneRemnant(digit: .one, interval: Interval(start: 0.01, end: 0.03)),
      ToneRemnant(digit: .two, interval: Interval(start: 0.9, end: 0.92)),
    ]
    let matches = DigitMatcher().match(inband: [], events: events, remnants: remnants)
    #expect(matches.map(\.status) == [.leak, .eventOnly])
  }

  @Test("differences are tone less event")
  func differences() throws {
    let match = try #require(
      DigitMatcher().match(
        inband: Self.tones([(.one, 1000, 1180)]), events: Self.events([(.one, 1020, 1180)])
      ).first)
    #expect(abs(try #require(match.startDifference) + 0.02) < 1e-9)
    #expect(abs(try #require(match.durationDifference) - 0.02) < 1e-9)
  }

  @Test("SIP INFO goes to its digit by order and within a second")
  func info() {
    let events = Self.events([(.one, 0, 160), (.one, 400, 560), (.two, 800, 960)])
    let info = [(DTMFDigit.one, 0.3), (.one, 0.7), (.two, 1.9), (.two, 9)].map {
      InfoDigit(digit: $0.0, start: $0.1)
    }
    let matches = DigitMatcher().match(inband: [], events: events, info: info)
    #expect(matches.map(\.info) == [0, 1, 2])
    #expect(matches.allSatisfy { $0.status == .eventOnly })
  }

  @Test("SIP INFO that says another digit contradicts")
  func otherInfo() {
    let matches = DigitMatcher().match(
      inband: [], events: Self.events([(.one, 0, 160)]),
      info: [InfoDigit(digit: .seven, start: 0.2)])
    #expect(matches.map(\.status) == [.different])
  }
}
