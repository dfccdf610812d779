import Foundation
import JSON
import Playout
import Reporting
import Testing

@testable import Extraction

@Suite("More gaps than memory is for")
struct ManyGapsTests {
  /// A trace with every second packet missing.
  private static func trace(packets: Int) throws -> String {
    var trace = TraceWriter()
    for number in 0..<packets {
      trace.add(
        sequence: 2 * number, timestamp: 320 * number, at: 0.04 * Double(number),
        payload: [UInt8](repeating: 0x55, count: 160))
    }
    return try trace.write()
  }

  @Test("each of them is in the report, in order")
  func all() throws {
    let path = try Self.trace(packets: 10_000)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let run = try Run([path])
    let document = try JSONSerialization.jsonObject(with: run.data("streams.json"))
    let streams = try #require((document as? [String: Any])?["streams"] as? [[String: Any]])
    let gaps = try #require(streams.first?["gaps"] as? [[String: Any]])
    #expect(gaps.count == 9999)
    for (number, gap) in gaps.enumerated() {
      let start = try #require(gap["start_s"] as? Double)
      #expect(abs(start - (0.02 + 0.04 * Double(number))) < 1e-6)
    }
    #expect(run.report.warnings.isEmpty)
  }

  @Test("those that cannot be read back are counted")
  func unreadable() throws {
    let path = try Self.trace(packets: 300)
    defer { try? FileManager.default.removeItem(atPath: path) }
    var report = try Run([path]).report
    // 299 gaps: four runs of 64 are stored, in what is now another file.
    report.gapStore = GapArchive()
    var bytes: [UInt8] = []
    for _ in 0..<2 {
      bytes = []
      var json = JSONWriter { span in for index in span.indices { bytes.append(span[index]) } }
      report.write(to: &json)
      json.finish()
    }
    #expect(report.warnings == ["256 gaps could not be read back and are not listed"])
    #expect(
      String(decoding: bytes, as: UTF8.self).contains("256 gaps could not be read back"))
  }

  @Test("markers beyond the limit of a WAV's cue points are in the label track, and counted")
  func markers() throws {
    let path = try Self.trace(packets: 10_004)
    defer { try? FileManager.default.removeItem(atPath: path) }
    var options = ExtractionOptions()
    options.writesMarkers = true
    let run = try Run([path], options)
    let labels = String(decoding: try run.data("00000007.txt"), as: UTF8.self)
    #expect(labels.split(separator: "\n").count == 10_003)
    #expect(
      run.report.warnings == [
        "00000007.wav: 3 of 10003 markers have no cue point; all are in 00000007.txt"
      ])
  }
}
