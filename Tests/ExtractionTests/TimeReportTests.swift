import Audio
import Demultiplexing
import Extraction
import Playout
import Reporting
import TestSupport
import Testing

/// What is said of a sender's clock, and what the options change.
@Suite("Time in the report")
struct TimeReportTests {
  /// Packets of 20 ms of PCMU, each with its number as payload; `step` changes a packet's timestamp and time.
  private static func trace(
    _ count: Int, payloadType: (Int) -> UInt8 = { _ in 0 },
    _ step: (Int) -> (ticks: Int, seconds: Double)
  ) throws -> String {
    var writer = TraceWriter()
    for number in 0..<count {
      let (ticks, seconds) = step(number)
      writer.add(
        sequence: 1000 + number, timestamp: 50_000 + number * 160 + ticks,
        at: Double(number) * 0.02 + seconds, payloadType: payloadType(number),
        payload: [UInt8](repeating: UInt8(truncatingIfNeeded: number | 0x40), count: 160))
    }
    return try writer.write()
  }

  private static func stream(
    _ trace: String, _ change: (inout ExtractionOptions) -> Void = { _ in }
  ) throws
    -> (StreamReport, [Gap])
  {
    var options = ExtractionOptions()
    change(&options)
    let run = try Run([trace], options)
    let stream = try #require(run.report.streams.first)
    return (stream, stream.played?.gaps.recent ?? [])
  }

  @Test("outliers cost nothing and are told with their first place")
  func outliers() throws {
    let trace = try Self.trace(200) { ((100..<104).contains($0) ? 7200 : 0, 0) }
    let (stream, gaps) = try Self.stream(trace)
    #expect(stream.file?.frames == 32_000)
    #expect(gaps.isEmpty)
    #expect(
      stream.warnings.contains {
        $0.hasPrefix("4 packets had timestamps off the line") && $0.contains("2.0 s")
      })
  }

  @Test("a reset is told with the silence that capture time makes of it")
  func reset() throws {
    let trace = try Self.trace(200) { $0 < 100 ? (0, 0) : (-3_000_000, 5) }
    let (stream, gaps) = try Self.stream(trace)
    #expect(gaps.map(\.kind) == [.reset])
    #expect(gaps.first.map { $0.end - $0.start } == 40_000)
    #expect(
      stream.warnings.contains { $0.hasPrefix("1 resets") && $0.contains("5.0 s of silence") })
  }

  @Test("a pause that only capture time knows of is silence where files stay in step")
  func pause() throws {
    let trace = try Self.trace(200) { (0, $0 < 100 ? 0 : 3) }
    #expect(try Self.stream(trace).1.isEmpty)
    for change: (inout ExtractionOptions) -> Void in [
      { $0.timeline = .capture }, { $0.alignment = .trace }, { $0.layout = .call },
    ] {
      let (stream, gaps) = try Self.stream(trace, change)
      #expect(gaps.map(\.kind) == [.pause])
      #expect(gaps.first.map { $0.end - $0.start } == 24_000)
      #expect(stream.file?.frames ?? 0 >= 200 * 160 + 24_000)
    }
    #expect(try Self.stream(trace) { ($0.timeline, $0.alignment) = (.rtp, .trace) }.1.isEmpty)
  }

  @Test("by sequence numbers alone nothing but lost packets leaves a gap")
  func sequence() throws {
    let trace = try Self.trace(200) { $0 < 100 ? (0, 0) : (80_000, 10) }
    #expect(try Self.stream(trace).1.map(\.kind) == [.silence])
    let (stream, gaps) = try Self.stream(trace) { $0.timeline = .sequence }
    #expect(gaps.isEmpty)
    #expect(stream.file?.frames == 32_000)
  }

  @Test("silence is no longer than the longest that may be made up, and that is said")
  func longest() throws {
    let trace = try Self.trace(200) { $0 < 100 ? (0, 0) : (80_000, 10) }
    let (stream, gaps) = try Self.stream(trace) { $0.playout.longestSilence = 2_000_000_000 }
    #expect(gaps.first.map { $0.end - $0.start } == 16_000)
    #expect(stream.warnings.contains { $0.contains("8.0 s of them were left out") })
  }

  @Test("another clock than the named one is named", arguments: [(320, 16_000), (80, 4000)])
  func clock(_ step: Int, _ rate: Int) throws {
    let trace = try Self.trace(200) { ((step - 160) * $0, 0) }
    let (stream, gaps) = try Self.stream(trace)
    #expect(stream.file?.frames == 32_000)
    #expect(gaps.isEmpty)
    #expect(stream.formats.first?.clockSeen?.rate == rate)
    #expect(stream.warnings.contains { $0.contains("\(rate) ticks a second") })
  }

  @Test("what cannot be decoded is a gap of its own kind, at the end too")
  func undecoded() throws {
    let trace = try Self.trace(150, payloadType: { (50..<80).contains($0) || $0 >= 130 ? 19 : 0 }) {
      _ in (0, 0)
    }
    let (stream, gaps) = try Self.stream(trace) {
      $0.demultiplexing.formats[19] = MediaFormat(rtpmap: "EVS/8000")
    }
    #expect(gaps.map(\.kind) == [.undecoded, .undecoded])
    #expect(gaps.map { $0.end - $0.start } == [4800, 3200])
    #expect(stream.file?.frames == 24_000)
  }

  @Test("comfort noise beside media that is not decoded makes no file")
  func inaudible() throws {
    let trace = try Self.trace(150, payloadType: { $0 % 5 == 0 ? 13 : 19 }) { _ in (0, 0) }
    let run = try Run([trace])
    #expect(run.report.streams.map { $0.file == nil } == [true])
    #expect(run.names == ["streams.json"])
  }

  @Test(
    "a hold that was cut to the longest silence is one gap, in step or not",
    arguments: [TimelineMode.rtp, .capture])
  func cutOnce(_ mode: TimelineMode) throws {
    let trace = try Self.trace(200) { $0 < 100 ? (0, 0) : (240_000, 30) }
    let (stream, gaps) = try Self.stream(trace) {
      ($0.timeline, $0.playout.longestSilence) = (mode, 5_000_000_000)
    }
    #expect(gaps.map(\.kind) == [.silence])
    #expect(stream.file?.frames == 72_000)
    #expect(stream.warnings.contains { $0.contains("25.0 s of them were left out") })
  }

  @Test("a clock is told even if the timestamps begin anew within its first second")
  func clockBehindReset() throws {
    let trace = try Self.trace(300) { (160 * $0 + ($0 < 30 ? 0 : -3_000_000), 0) }
    let (stream, gaps) = try Self.stream(trace)
    #expect(gaps.isEmpty)
    #expect(stream.formats.first?.clockSeen?.rate == 16_000)
  }

  @Test("loss within what cannot be decoded does not name the silence behind it")
  func lossInUndecoded() throws {
    var writer = TraceWriter()
    for number in 0..<200 where !(120..<122).contains(number) {
      let pause = number < 150 ? 0 : 100
      writer.add(
        sequence: number, timestamp: (number + pause) * 160, at: Double(number + pause) * 0.02,
        payloadType: (100..<150).contains(number) ? 97 : 0,
        payload: [UInt8](repeating: 0x55, count: 160))
    }
    let (_, gaps) = try Self.stream(try writer.write()) {
      $0.demultiplexing.formats[97] = MediaFormat(rtpmap: "EVS/8000")
    }
    #expect(gaps.map(\.kind) == [.undecoded, .silence])
  }
}
