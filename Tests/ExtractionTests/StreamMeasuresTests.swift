import Capture
import Demultiplexing
import Extraction
import Foundation
import RTP
import Reporting
import TestSupport
import Testing

@Suite("What is measured of a stream")
struct StreamMeasuresTests {
  private static func streams(_ name: String) throws -> [StreamReport] {
    let path = Fixtures.capture("\(name).pcap")
    let extraction = try Extraction(
      inputs: [path], output: nil, options: ExtractionOptions(), shouldStop: { .none })
    return extraction.run { _ in }.report.streams
  }

  // What the generator of the trace did; tshark reads the same jitter and scores.
  @Test("the reports of a call go to its two streams")
  func call() throws {
    let streams = try Self.streams("rtcp/call")
    let alice = try #require(streams.first?.measures.control)
    #expect(alice.datagrams == 6)
    #expect(alice.senderReports == 3)
    #expect(alice.canonicalName == "alice@example")
    #expect(alice.reception.reports == 3)
    #expect(alice.reception.lost == 3)
    #expect(alice.reception.meanJitter(clockRate: 8000) == 0.01)
    #expect(abs(try #require(alice.reception.meanRoundTrip) - 0.07) < 5e-5)
    #expect(alice.quality == nil)
    let bob = try #require(streams.last?.measures.control)
    #expect(bob.quality?.listeningOpinionScore == 4.1)
    #expect(bob.quality?.rFactor == 85)
    #expect(abs(try #require(bob.reception.shortestRoundTrip) - 0.01) < 5e-5)
    #expect(streams.allSatisfy { $0.statistics.packetTime.milliseconds == 20 })
  }

  @Test("the drift is the sender's, by its reports and by capture time alike")
  func drift() throws {
    let stream = try #require(try Self.streams("rtcp/drift").first)
    let reported = try #require(stream.measures.drift)
    #expect(reported.reference == .rtcp)
    #expect(abs(reported.partsPerMillion - 80) < 2)
    let captured = try #require(stream.statistics.delay.envelope?.drift)
    let uncertainty = try #require(captured.uncertainty)
    #expect(abs(captured.partsPerMillion - 80) < uncertainty)
    #expect(uncertainty < 50)
    #expect(stream.statistics.packetTime.milliseconds == 40)
  }

  // rtcp.ssrc.identifier, rtcp.sdes.text and rtcp.pt of tshark.
  @Test("GStreamer's reports are read")
  func gstreamer() throws {
    let stream = try #require(try Self.streams("recorded-gstreamer-opus").first)
    let control = try #require(stream.measures.control)
    #expect(control.senderReports == 2)
    #expect(control.saidGoodbye)
    #expect(control.canonicalName == "user2177296385@host-3b9da403")
  }

  @Test("bursts are what was lost in a row")
  func bursts() throws {
    let stream = try #require(
      try Self.streams("sip-g711").first { $0.key.ssrc == 0xa11c_e001 })
    #expect(stream.measures.lossBursts.counts == [2, 0, 0, 0, 0, 0, 0, 0, 0, 0])
  }

  /// 200 packets; every tenth from the 5th on comes 70 ms late, packet 100 150 ms.
  private static func trace() -> TraceWriter {
    let delays = (0..<200).map { $0 == 100 ? 0.15 : $0 % 10 == 5 ? 0.07 : 0 }
    let times = delays.indices.map { Double($0) * 0.02 + delays[$0] }
    var trace = TraceWriter()
    for index in times.indices.sorted(by: { (times[$0], $0) < (times[$1], $1) }) {
      trace.add(
        sequence: index, timestamp: index * 160, at: times[index],
        payload: [UInt8](repeating: 0xd5, count: 160))
    }
    return trace
  }

  @Test(
    "--jitter-buffer leaves out what comes too late for it",
    arguments: [(0.06, 21), (0.07, 1), (0.15, 0), (0.0, 21)])
  func jitterBuffer(_ buffer: Double, _ late: Int) throws {
    let path = try Self.trace().write()
    defer { try? FileManager.default.removeItem(atPath: path) }
    var options = ExtractionOptions()
    options.demultiplexing.jitterBuffer = buffer
    let run = try Run([path], options)
    let stream = try #require(run.report.streams.first)
    #expect(stream.measures.lateForBuffer == late)
    #expect(stream.lost == 0)
    #expect(abs(stream.statistics.delay.needed - 0.15) < 1e-5)
    let samples = try run.audio("00000007.wav").samples
    #expect(samples.count == 32_000)
    #expect(samples.filter { $0 == 0 }.count == late * 160)
    options.jobs = 2
    try run.expectEqual(try Run([path], options))
    options.demultiplexing.memory = 4096
    try run.expectEqual(try Run([path], options))
  }

  @Test("without a buffer asked for, nothing is left out")
  func noBuffer() throws {
    let path = try Self.trace().write()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let stream = try #require(try Run([path]).report.streams.first)
    #expect(stream.measures.lateForBuffer == nil)
    let late = stream.statistics.delay.late
    #expect(late == [21, 21, 21, 1, 0])
  }
}
