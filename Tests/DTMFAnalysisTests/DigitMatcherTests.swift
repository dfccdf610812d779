import DTMFAnalysis
import Testing

@Suite("Matching the three ways")
struct DigitMatcherTests {
  /// Digits with start and end in ms.
  typealias Row = (Character, Int, Int)

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
    let codes = Array("0123456789*#ABCD")
    return rows.map {
      EventDigit(code: UInt8(codes.firstIndex(of: $0.0) ?? 255), interval: interval($0))
    }
  }

  @Test(
    "the status of each press",
    arguments: [
      Case("both ways", tones: [("1", 0, 160)], events: [("1", 20, 180)], [.agree]),
      Case(
        "real repeated digits, both ways", tones: [("1", 0, 80), ("1", 150, 230)],
        events: [("1", 10, 90), ("1", 160, 240)], [.agree, .agree]),
      Case("a tone far shorter", tones: [("2", 0, 60)], events: [("2", 0, 400)], [.truncated]),
      Case("an event far shorter", tones: [("2", 0, 400)], events: [("2", 0, 60)], [.truncated]),
      Case("the tone's end only", tones: [("2", 150, 400)], events: [("2", 0, 400)], [.truncated]),
      Case("a remnant of 35 ms", tones: [("3", 0, 35)], events: [("3", 0, 200)], [.leak]),
      Case(
        "the tone comes late and goes on", tones: [("4", 120, 400)], events: [("4", 0, 200)],
        [.doubled]),
      Case("the tone trails", tones: [("4", 230, 380)], events: [("4", 0, 200)], [.doubled]),
      Case(
        "an echo of an event that agrees", tones: [("4", 0, 200), ("4", 230, 380)],
        events: [("4", 0, 200)], [.agree, .doubled]),
      Case(
        "a digit pressed again after a pause, without event",
        tones: [("4", 0, 200), ("4", 300, 480)], events: [("4", 0, 200)], [.agree, .toneOnly]),
      Case(
        "another digit at that time", tones: [("5", 0, 160)], events: [("6", 0, 160)], [.different]),
      Case(
        "another digit right after", tones: [("5", 160, 320)], events: [("6", 0, 160)],
        [.eventOnly, .toneOnly]),
      Case(
        "no tone", tones: [], events: [("7", 0, 160), ("7", 300, 460)], [.eventOnly, .eventOnly]),
      Case("no event", tones: [("8", 0, 160)], events: [], [.toneOnly]),
      Case(
        "the second of two events has the tone", tones: [("9", 300, 460)],
        events: [("9", 0, 100), ("9", 300, 460)], [.eventOnly, .agree]),
      Case(
        "a quick number, slightly out of step",
        tones: [("1", 0, 50), ("2", 100, 150), ("2", 200, 250), ("3", 300, 350)],
        events: [("1", 40, 90), ("2", 140, 190), ("2", 240, 290), ("3", 340, 390)],
        [.agree, .agree, .agree, .agree]),
    ])
  func statuses(_ example: Case) {
    let matches = DigitMatcher().match(
      inband: Self.tones(example.tones), events: Self.events(example.events))
    #expect(matches.map(\.status) == example.statuses)
  }

  @Test("the tolerance is the user's")
  func tolerance() {
    let tones = Self.tones([("1", 0, 200)])
    let events = Self.events([("1", 60, 260)])
    #expect(DigitMatcher().match(inband: tones, events: events).map(\.status) == [.agree])
    let strict = DigitMatcher(tolerance: 0.05)
    #expect(strict.match(inband: tones, events: events).map(\.status) == [.truncated])
  }

  @Test("a near miss at the start of an event is a leak, elsewhere nothing")
  func remnants() {
    let events = Self.events([("1", 0, 160), ("2", 500, 660)])
    let remnants = [
      ToneRemnant(digit: "1", interval: Interval(start: 0.01, end: 0.03)),
      ToneRemnant(digit: "2", interval: Interval(start: 0.9, end: 0.92)),
    ]
    let matches = DigitMatcher().match(inband: [], events: events, remnants: remnants)
    #expect(matches.map(\.status) == [.leak, .eventOnly])
  }

  @Test("differences are tone less event")
  func differences() throws {
    let match = try #require(
      DigitMatcher().match(
        inband: Self.tones([("1", 1000, 1180)]), events: Self.events([("1", 1020, 1180)])
      ).first)
    #expect(abs(try #require(match.startDifference) + 0.02) < 1e-9)
    #expect(abs(try #require(match.durationDifference) - 0.02) < 1e-9)
  }

  @Test("SIP INFO goes to its digit by order and within a second")
  func info() {
    let events = Self.events([("1", 0, 160), ("1", 400, 560), ("2", 800, 960)])
    let info = [(1, 0.3), (1, 0.7), (2, 1.9), (2, 9)].map {
      InfoDigit(digit: Character("\($0.0)"), start: $0.1)
    }
    let matches = DigitMatcher().match(inband: [], events: events, info: info)
    #expect(matches.map(\.info) == [0, 1, 2])
    #expect(matches.allSatisfy { $0.status == .eventOnly })
  }

  @Test("SIP INFO that says another digit contradicts")
  func otherInfo() {
    let matches = DigitMatcher().match(
      inband: [], events: Self.events([("1", 0, 160)]), info: [InfoDigit(digit: "7", start: 0.2)])
    #expect(matches.map(\.status) == [.different])
  }
}
