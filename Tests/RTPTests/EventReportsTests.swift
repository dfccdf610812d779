import RTP
import Testing

@Suite("Walking over the reports of events")
struct EventReportsTests {
  private static let events: EventPayloadTypes = {
    var types = EventPayloadTypes()
    types.set(101, isEvent: true)
    return types
  }()

  /// A report by its four bytes, as the walk is to give it.
  private static func element(
    _ bytes: [UInt8], _ timestamp: UInt32, _ payloadType: UInt8? = nil, isRedundant: Bool = false
  ) throws -> EventReports.Element {
    .report(
      EventReport(
        try #require(report(bytes)), timestamp: timestamp, payloadType: payloadType,
        isRedundant: isRedundant))
  }

  /// The header of an older block: F set, payload type, 14 bits of offset, 10 bits of length.
  private static func header(_ payloadType: UInt32, offset: UInt32, length: UInt32) -> [UInt8] {
    let word = 1 << 31 | payloadType << 24 | offset << 10 | length
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) }
  }

  @Test("each report begins where the one before it has got to (RFC 4733, section 2.5.1.5)")
  func several() throws {
    let (one, two, three): ([UInt8], [UInt8], [UInt8]) = (
      [1, 0x8a, 1, 0x90], [2, 0x8a, 0xff, 0xff], [3, 0x0a, 0, 160]
    )
    #expect(
      try eventReports(one + two + three) == [
        Self.element(one, 1000), Self.element(two, 1400), Self.element(three, 66_935),
      ])
  }

  @Test("of a RED packet the blocks with events are read, each from its own timestamp")
  func blocks() throws {
    let (one, two, three): ([UInt8], [UInt8], [UInt8]) = (
      [1, 0x8a, 1, 0x90], [2, 0x8a, 1, 0x90], [3, 0x0a, 0, 160]
    )
    let payload =
      Self.header(101, offset: 1200, length: 8) + Self.header(0, offset: 160, length: 2)
      + [101] + one + two + [0xff, 0xff] + three
    #expect(
      try eventReports(redundant: payload, Self.events) == [
        Self.element(one, UInt32.max - 199, 101, isRedundant: true),
        Self.element(two, 200, 101, isRedundant: true), Self.element(three, 1000, 101),
      ])
  }

  @Test("a RED packet without events has nothing to report")
  func audio() {
    let payload = Self.header(0, offset: 160, length: 4) + [8] + [UInt8](repeating: 1, count: 8)
    #expect(eventReports(redundant: payload, Self.events) == [])
  }

  @Test("bytes that are no whole number of reports are told, and the whole reports read")
  func oddLength() throws {
    let one: [UInt8] = [1, 0x8a, 1, 0x90]
    #expect(try eventReports(one + [2]) == [.oddLength(5), Self.element(one, 1000)])
    #expect(eventReports([]) == [.oddLength(0)])
    let payload = Self.header(101, offset: 160, length: 3) + [101] + [1, 2, 3] + one
    #expect(
      try eventReports(redundant: payload, Self.events) == [
        .oddLength(3), Self.element(one, 1000, 101),
      ])
  }

  @Test("of RED blocks whose lengths do not add up nothing is read")
  func broken() {
    let payload = Self.header(101, offset: 160, length: 40) + [101, 1, 0x8a, 1, 0x90]
    #expect(eventReports(redundant: payload, Self.events) == [.brokenBlocks])
  }

  @Test("of one payload sixteen reports are read")
  func limit() {
    let payload = [[UInt8]](repeating: [1, 0x8a, 0, 10], count: 40).flatMap { $0 }
    #expect(eventReports(payload).count == 16)
  }

  @Test("what was said last of a payload type counts")
  func payloadTypes() {
    var types = EventPayloadTypes()
    for type in [UInt8(0), 101, 127, 128, 255] { types.set(type, isEvent: true) }
    types.set(101, isEvent: false)
    #expect((UInt8(0)...255).filter { types.contains($0) } == [0, 127])
  }
}
