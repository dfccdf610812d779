import Foundation
import Reporting
import Testing

@Suite("Times in UTC")
struct UTCTimeTests {
  @Test(
    "dates that are known",
    arguments: [
      (0, "1970-01-01T00:00:00.000000Z"),
      (1, "1970-01-01T00:00:00.000000Z"),
      (999_999_999, "1970-01-01T00:00:00.999999Z"),
      (-1, "1969-12-31T23:59:59.999999Z"),
      (-1_000_000_000, "1969-12-31T23:59:59.000000Z"),
      (951_782_400_000_000_000, "2000-02-29T00:00:00.000000Z"),
      (951_868_799_999_999_999, "2000-02-29T23:59:59.999999Z"),
      (951_868_800_000_000_000, "2000-03-01T00:00:00.000000Z"),
      (1_606_212_000_000_000_000, "2020-11-24T10:00:00.000000Z"),
      (1_709_164_800_123_456_789, "2024-02-29T00:00:00.123456Z"),
      (4_107_542_400_000_000_000, "2100-03-01T00:00:00.000000Z"),
      (-2_203_891_200_000_000_000, "1900-03-01T00:00:00.000000Z"),
      (.max, "2262-04-11T23:47:16.854775Z"),
      (.min, "1677-09-21T00:12:43.145224Z"),
    ] as [(Int64, String)])
  func known(_ nanoseconds: Int64, _ text: String) {
    #expect(UTCTime(nanoseconds).description == text)
  }

  @Test("every week from 1678 to 2262 is Foundation's")
  func foundation() {
    let format = Date.ISO8601FormatStyle()
    var wrong = 0
    for week in -15_000..<15_000 {
      let seconds = week * 604_800 + week * 7
      let text = Date(timeIntervalSince1970: Double(seconds)).formatted(format)
      let ours = UTCTime(Int64(seconds) * 1_000_000_000).description
      wrong += ours == text.dropLast() + ".000000Z" ? 0 : 1
    }
    #expect(wrong == 0)
  }
}
