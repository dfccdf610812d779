import Audio
import Codecs
import Demultiplexing
import Extraction
import Foundation
import Playout
import Reporting
import Testing

@Suite("Static payload types that more than one codec had")
struct DoubtfulTypeTests {
  /// What the job makes of 400 packets of `bytes` bytes, `ticks` ticks apart, that nothing describes.
  private func stream(
    _ payloadType: UInt8, bytes: Int, ticks: Int, formats: [UInt8: MediaFormat] = [:]
  ) throws -> StreamReport {
    var trace = TraceWriter()
    for number in 0..<400 {
      trace.add(
        sequence: number, timestamp: number * ticks, at: Double(number * ticks) / 8000,
        payloadType: payloadType,
        payload: (0..<bytes).map { UInt8(truncatingIfNeeded: number * 31 + $0 * 7) })
    }
    let path = try trace.write()
    defer { try? FileManager.default.removeItem(atPath: path) }
    var options = ExtractionOptions()
    options.demultiplexing.formats = formats
    let report = try Run([path], options).report
    return try #require(report.streams.first)
  }

  // RFC 3551, table 4: reserved, and G726-32 before.
  @Test(
    "2 is taken for G726-32 where payloads last what the timestamps say, and that is called a guess"
  )
  func two() throws {
    let found = try stream(2, bytes: 80, ticks: 160)
    #expect(found.formats.map(\.codec?.name) == ["G726-32"])
    #expect(found.formats.map(\.origin) == [.guess])
    #expect(found.file != nil)
    let other = try stream(2, bytes: 160, ticks: 160)
    #expect(other.formats.map(\.codec?.name) == [nil])
    #expect(other.file == nil)
    let aal2 = MediaFormat(encodingName: "AAL2-G726-32", clockRate: 8000)
    let told = try stream(2, bytes: 80, ticks: 160, formats: [2: aal2])
    #expect(told.formats.map(\.origin) == [.option])
    #expect(told.formats.map(\.codec?.name) == ["AAL2-G726-32"])
  }

  // Ekiga's packets are four frames of LPC-10; RFC 3551, section 4.5.10: 14 bytes for 20 ms.
  @Test("7 is LPC-10 where payloads last as long as that does, and else is named and not decoded")
  func seven() throws {
    for (bytes, ticks) in [(28, 720), (7, 180), (14, 360)] {
      let found = try stream(7, bytes: bytes, ticks: ticks)
      #expect(found.formats.map(\.codec?.name) == ["LPC"])
      #expect(found.formats.map(\.origin) == [.static])
      #expect(found.file != nil && found.warnings.isEmpty)
    }
    for (bytes, ticks) in [(14, 160), (28, 320)] {
      let found = try stream(7, bytes: bytes, ticks: ticks)
      #expect(found.formats.map(\.format?.encodingName) == ["LPC"])
      #expect(found.formats.map(\.codec?.name) == [nil])
      #expect(found.file == nil)
      #expect(found.warnings == ["payload type 7 is LPC, which cannot be decoded"])
    }
  }
}
