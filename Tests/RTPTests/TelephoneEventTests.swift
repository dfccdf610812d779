import RTP
import Testing

@Suite("Telephone-event reports")
struct TelephoneEventTests {
  @Test("fields stand where RFC 4733, section 2.3, puts them")
  func fields() throws {
    let event = try #require(report([11, 0xca, 0x03, 0x20, 0xff]))
    #expect(event.code == 11)
    #expect(event.isEnd)
    #expect(event.volume == 10)
    #expect(event.duration == 800)
  }

  @Test("the reserved bit is no part of the volume")
  func reservedBit() {
    #expect(report([5, 0x7f, 0, 0])?.volume == 63)
    #expect(report([5, 0x7f, 0, 0])?.isEnd == false)
  }

  @Test("fewer than four bytes are no report", arguments: 0..<4)
  func short(_ count: Int) {
    #expect(report([UInt8](repeating: 0, count: count)) == nil)
  }

  @Test(
    "a payload looks like an event by its length, code and reserved bit",
    arguments: [
      ([1, 0x0a, 0, 160], true), ([16, 0x8a, 0, 160], true), ([17, 0x0a, 0, 160], false),
      ([1, 0x4a, 0, 160], false), ([1, 0x0a, 0], false), ([1, 0x0a, 0, 160, 0], false), ([], false),
    ] as [([UInt8], Bool)])
  func plausible(_ payload: [UInt8], _ isPlausible: Bool) {
    let found = TelephoneEvent.isPlausible(payload.span)
    #expect(found == isPlausible)
  }
}
