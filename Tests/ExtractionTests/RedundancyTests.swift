import Audio
import Demultiplexing
import Extraction
import Foundation
import Playout
import Reporting
import Testing

@Suite("Redundancy whose blocks change")
struct RedundancyTests {
  private static func run(_ payload: (Int) -> [UInt8]) throws -> Run {
    var trace = TraceWriter()
    for number in 0..<300 {
      trace.add(
        sequence: number, timestamp: number * 160, at: Double(number) * 0.02, payloadType: 121,
        payload: payload(number))
    }
    let path = try trace.write()
    defer { try? FileManager.default.removeItem(atPath: path) }
    var options = ExtractionOptions()
    options.demultiplexing.formats = [
      121: MediaFormat(encodingName: "red", clockRate: 8000),
      101: MediaFormat(encodingName: "telephone-event", clockRate: 8000),
    ]
    return try Run([path], options)
  }

  @Test("a payload type that comes first in a later block is played")
  func codecChange() throws {
    // RFC 2198, section 3 (14 bits of offset, 10 of length): from packet 100 on a block of PCMU, 160 ticks old and 160 bytes long, in
    // front of PCMA.
    let old: [UInt8] = [0x80, 2, 0x80, 160]
    let run = try Self.run { number in
      number < 100
        ? [0] + [UInt8](repeating: 0xff, count: 160)
        : old + [8] + [UInt8](repeating: 0xff, count: 160) + [UInt8](repeating: 0xd5, count: 160)
    }
    #expect(run.report.streams.map(\.file?.frames) == [48_000])
    #expect(run.report.streams.map(\.warnings) == [[]])
  }

  @Test("a digit that comes after audio is heard")
  func digit() throws {
    let run = try Self.run { number in
      guard (150..<165).contains(number) else { return [0] + [UInt8](repeating: 0xff, count: 160) }
      let duration = UInt16(min(number - 149, 13) * 160)
      return [101, 5, number >= 162 ? 0x8a : 0x0a, UInt8(duration >> 8), UInt8(duration & 0xff)]
    }
    #expect(run.report.streams.map { $0.played?.digits.first } == [.five])
  }
}
