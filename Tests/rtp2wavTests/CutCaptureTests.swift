import Foundation
import TestSupport
import Testing

/// Traces that editcap(1) has cut packets of, as `tcpdump -s` does.
@Suite("Packets that were cut short", .waitsForOthers)
struct CutCaptureTests {
  @Test("audio without its samples keeps its time, so that digits stand where they were")
  func timeline() async throws {
    let scratch = try Scratch()
    // 90 bytes hold the headers and a report of an event, but no packet of audio.
    let outcome = try await scratch.shell(
      #"editcap -s 90 "$1" cut.pcap && "$0" -q cut.pcap out"#, Trace.path("sip-g711.pcap"))
    #expect(outcome.status == 0)
    let streams = try scratch.report().streams
    let stream = try #require(streams.first { $0.ssrc == "0xa11ce001" })
    // The whole trace has 32,480 samples, and its first digit begins at 3.4 s; the last packet's
    // length went with its end.
    #expect(stream.samples == 32_320)
    #expect(stream.gaps.map(\.kind) == ["loss", "event", "loss"])
    #expect(stream.gaps.map(\.startS) == [0, 3.4, 4])
    #expect(stream.warnings.contains { $0.contains("cut short by the capture") })
  }
}
