import Demultiplexing
import Extraction
import Foundation
import Reporting
import TestSupport
import Testing

/// The traces of Scripts/fixtures/control.py, whose clocks and ways are known.
@Suite("Streams beside each other by their senders' clocks")
struct WallClockTests {
  private static func path(_ name: String) -> String {
    Fixtures.capture("rtcp/\(name).pcap")
  }

  private static func run(
    _ name: String, _ alignment: ExtractionOptions.Alignment, jobs: Int = 1, memory: Int? = nil
  ) throws -> Run {
    var options = ExtractionOptions()
    options.alignment = alignment
    options.jobs = jobs
    options.demultiplexing.memory = memory ?? options.demultiplexing.memory
    return try Run([path(name)], options)
  }

  /// Frames of silence, coded as zero here, before the first sample that is none.
  private static func lead(_ run: Run, _ name: String) throws -> Int {
    try run.audio(name).samples.prefix { $0 == 0 }.count
  }

  // Bob speaks 100 ms after Alice; captured at her end, 130 ms after.
  @Test("two sides whose reports quote each other start as far apart as they spoke")
  func call() throws {
    let run = try Self.run("call", .call)
    #expect(run.report.streams.map(\.place.witness) == [.rtcp, .rtcp])
    #expect(try Self.lead(run, "000a11ce.wav") == 0)
    #expect(try Self.lead(run, "00000b0b.wav") == 800)
    #expect(run.report.streams.map(\.file?.frames) == [32_000, 32_800])
    #expect(run.report.streams.map(\.file?.leadFrames) == [0, 800])
  }

  // Alice's way to the capture point is 5 ms, Bob's 35: he stays at 1.135 s, she moves by 30 ms.
  @Test("in a trace the stream that was longest on its way keeps its capture time")
  func trace() throws {
    let run = try Self.run("call", .trace)
    #expect(try Self.lead(run, "000a11ce.wav") == 8280)
    #expect(try Self.lead(run, "00000b0b.wav") == 9080)
  }

  @Test("streams of one host and one name share its clock")
  func oneHost() throws {
    let run = try Self.run("mixer", .trace)
    #expect(run.report.streams.map(\.place.witness) == [.rtcp, .rtcp])
    #expect(try Self.lead(run, "00000111.wav") == 320)
    #expect(try Self.lead(run, "00000222.wav") == 2320)
  }

  @Test("a stereo file of a call is aligned the same way")
  func stereo() throws {
    var options = ExtractionOptions()
    options.layout = .call
    let run = try Run([Self.path("call")], options)
    let samples = try run.audio("call-1.wav").samples
    let right = stride(from: 1, to: samples.count, by: 2).prefix { samples[$0] == 0 }
    #expect(samples[0] != 0)
    #expect(right.count == 800)
    #expect(run.report.streams.map(\.place.witness) == [.rtcp, .rtcp])
  }

  @Test(
    "workers and memory change nothing",
    arguments: [ExtractionOptions.Alignment.call, .trace])
  func jobs(_ alignment: ExtractionOptions.Alignment) throws {
    let run = try Self.run("call", alignment)
    try run.expectEqual(try Self.run("call", alignment, jobs: 3))
    try run.expectEqual(try Self.run("call", alignment, memory: 4096))
  }

  /// Two streams of one host and name, the second `apart` s later by the capture and `reported` by
  /// its reports.
  private static func pair(apart: Double, reported: Double) throws -> Run {
    var trace = TraceWriter()
    for (ssrc, start, wall) in [(UInt32(1), 0.0, 0.0), (2, apart, reported)] {
      for index in 0..<50 {
        trace.add(
          sequence: index, timestamp: index * 160, at: start + Double(index) * 0.02, ssrc: ssrc,
          payload: [UInt8](repeating: 0xd5, count: 160))
      }
      trace.add(
        datagram: RTCPBytes.sender(ssrc, ntp: 1000 + wall + 0.5, timestamp: 4000)
          + RTCPBytes.name(ssrc, "x"), at: start + 0.5,
        source: 1, destination: 2)
    }
    let path = try trace.write()
    defer { try? FileManager.default.removeItem(atPath: path) }
    var options = ExtractionOptions()
    options.alignment = .trace
    return try Run([path], options)
  }

  @Test("clocks that differ from capture time by more than 2 s are not believed")
  func tolerance() throws {
    let near = try Self.pair(apart: 0.5, reported: 2.25)
    #expect(near.report.streams.map(\.place.witness) == [.rtcp, .rtcp])
    #expect(near.report.streams.map(\.file?.leadFrames) == [0, 18_000])
    let far = try Self.pair(apart: 0.5, reported: 2.75)
    #expect(far.report.streams.map(\.place.witness) == [.capture, .capture])
    #expect(far.report.streams.map(\.file?.leadFrames) == [0, 4000])
  }

  @Test("without RTCP it is capture time; without alignment, neither")
  func capture() throws {
    let fixture = try #require(Fixture.all.first { $0.trace == "wrap.pcap" })
    var options = ExtractionOptions()
    options.alignment = .trace
    let aligned = try Run([fixture.path], options).report.streams
    #expect(aligned.map(\.place.witness) == [.capture])
    let plain = try Run(fixture).report.streams
    #expect(plain.allSatisfy { $0.place.witness == nil })
  }
}
