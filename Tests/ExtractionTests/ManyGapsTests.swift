import Extraction
import Foundation
import Testing

@Suite("More gaps than memory is for")
struct ManyGapsTests {
  @Test("each of them is in the report, in order")
  func all() throws {
    var trace = TraceWriter()
    for number in 0..<10_000 {
      trace.add(
        sequence: 2 * number, timestamp: 320 * number, at: 0.04 * Double(number),
        payload: [UInt8](repeating: 0x55, count: 160))
    }
    let path = try trace.write()
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
  }
}
