import Audio
import DTMFAnalysis
import Demultiplexing
import Extraction
import Foundation
import Playout
import Reporting
import Testing

/// What the file is rendered from and what `dtmf` judges must be the same events.
@Suite("Player and analysis read the same events out of a stream")
struct EventAgreementTests {
  private static let event = MediaFormat(encodingName: "telephone-event", clockRate: 8000)
  private static let red = MediaFormat(encodingName: "red", clockRate: 8000)

  /// The header of an older RED block: F set, payload type, 14 bits of offset, 10 bits of length.
  private static func header(_ payloadType: UInt32, offset: UInt32, length: UInt32) -> [UInt8] {
    let word = 1 << 31 | payloadType << 24 | offset << 10 | length
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) }
  }

  /// Writes 200 packets of silence as RED (payload type 121), some of them replaced, and expects
  /// `digits` of both; timestamps are `skip` ticks later from packet 100 on.
  private static func expect(
    _ digits: String, formats: [UInt8: MediaFormat] = [121: red, 101: event], skip: Int = 0,
    cut: Int = 0, _ replaced: [Int: (payloadType: UInt8, payload: [UInt8])],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    var trace = TraceWriter()
    for number in 0..<200 {
      let other = replaced[number]
      trace.add(
        sequence: number, timestamp: number * 160 + (number < 100 ? 0 : skip),
        at: Double(number) * 0.02, payloadType: other?.payloadType ?? 121,
        payload: other?.payload ?? [0] + [UInt8](repeating: 0xff, count: 160),
        cut: other == nil ? 0 : cut)
    }
    let path = try trace.write()
    defer { try? FileManager.default.removeItem(atPath: path) }
    var options = ExtractionOptions()
    options.demultiplexing.formats = formats
    options.demultiplexing.keepsEvents = true
    let stream = try #require(try Run([path], options).report.streams.first)
    #expect(stream.played?.digits.text == digits, sourceLocation: sourceLocation)
    let analysed = try #require(stream.events).events
    #expect(analysed.compactMap(\.digit).text == digits, sourceLocation: sourceLocation)
  }

  @Test("older RED blocks report events whatever the primary one is (RFC 2198, section 3)")
  func unknownPrimary() throws {
    let payload =
      Self.header(101, offset: 160, length: 4) + [77] + [5, 0x8a, 1, 0x40] + [1, 2, 3, 4, 5]
    try Self.expect("5", [100: (121, payload)])
  }

  @Test("a payload type whose guess as events did not hold reports none in RED blocks either")
  func failedGuess() throws {
    try Self.expect(
      "9", formats: [121: Self.red],
      [
        50: (101, [9, 0x8a, 0, 160]), 60: (101, [9, 0x8a, 0, 160, 0]),
        100: (121, [101, 5, 0x8a, 0, 160]),
      ])
  }

  @Test("the blocks of one RED packet report one event where the timestamps are reset, too")
  func reset() throws {
    let payload =
      Self.header(101, offset: 0, length: 4) + [101] + [5, 0x0a, 0, 160] + [5, 0x8a, 1, 0x40]
    try Self.expect("5", skip: 80_000_000, [100: (121, payload)])
  }

  @Test("what the capture cut short reports the events that are whole")
  func truncated() throws {
    try Self.expect("5", cut: 6, [100: (101, [5, 0x8a, 1, 0x40, 6, 0x8a, 1, 0x40, 7, 0x8a])])
  }

  @Test("four bytes of a payload that was cut short are no reason to guess at events")
  func truncatedGuess() throws {
    let payload = [5, 0x0a, 1, 0x40] + [UInt8](repeating: 0xff, count: 156)
    try Self.expect("", formats: [121: Self.red], cut: 156, [100: (101, payload)])
  }
}
