import Foundation
import TestSupport
import Testing

@Suite("Faults of made events, as rtp2wav dtmf finds them", .waitsForOthers)
struct FaultTests {
  private struct Report: Decodable {
    struct Stream: Decodable {
      struct Finding: Decodable { let rule: String }
      let findings: [Finding]
    }
    let streams: [Stream]
    let verdict: String
  }

  private func judge(_ words: String...) async throws -> Report {
    let scratch = try Scratch()
    let made = try await scratch.run(["synth", "silence:3s", "a.pcap", "--sip"] + words)
    #expect(made.status == 0, "\(made.lines)")
    let judged = try await scratch.run("dtmf", "a.pcap", "--json")
    return try JSONDecoder().decode(Report.self, from: judged.output)
  }

  @Test(
    "without a fault there is no finding, in any codec's clock",
    arguments: ["PCMU", "G722", "opus", "L16/16000"])
  func none(_ codec: String) async throws {
    let report = try await judge("--dtmf", "159#@500ms,on=100ms,off=100ms", "--codec", codec)
    #expect(report.verdict == "consistent")
    #expect(report.streams.flatMap(\.findings).isEmpty)
  }

  @Test(
    "each fault is found by its name",
    arguments: [
      "timestamp-changed", "duration-decreased", "end-missing", "wrong-clock", "malformed",
      "marker-missing", "duration-zero", "end-not-repeated", "not-negotiated",
      "audio-timestamp-stalled", "volume-out-of-range",
    ])
  func fault(_ name: String) async throws {
    let report = try await judge("--dtmf", "159@500ms,on=100ms,off=100ms", "--fault", "\(name)@2")
    let rules = Set(report.streams.flatMap(\.findings).map(\.rule))
    #expect(rules.contains(name), "\(rules)")
  }
}
