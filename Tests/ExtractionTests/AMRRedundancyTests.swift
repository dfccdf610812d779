import Extraction
import Playout
import Reporting
import TestSupport
import Testing

@Suite(
  "AMR that repeats older frames", .waitsForOthers,
  .enabled(if: AMRSending.hasPython, "python3 is not installed"))
struct AMRRedundancyTests {
  /// What is sent, and the stretches of frames in which packets are lost, with what is in their place.
  struct Case: Sendable, CustomTestStringConvertible {
    let options: String
    var losses: [(Range<Int>, Gap.Fill)] = []
    var startsQuiet = false

    var testDescription: String { options + (startsQuiet ? ", quiet first" : "") }
  }

  private static let cases = [
    Case(options: "--again 1"), Case(options: "--again 1 2 --octet-align"),
    Case(options: "--again 3 --frames 3"), Case(options: "--again 1 --dtx"),
    Case(options: "--again 1 --lose 0"),
    Case(
      options: "--again 1 --lose 20 40", losses: [(20..<21, .redundancy), (40..<41, .redundancy)]),
    Case(options: "--again 1 2 --lose 20 21", losses: [(20..<22, .redundancy)]),
    Case(options: "--again 2 --frames 2 --lose 20", losses: [(40..<42, .redundancy)]),
    Case(
      options: "--again 1 --lose 20 21", losses: [(20..<21, .silence), (21..<22, .redundancy)]),
    // Between them are frames without data, for what other packets have.
    Case(options: "--again 2"),
    Case(options: "--again 2 --octet-align --crc --lose 20 21", losses: [(20..<22, .redundancy)]),
    // Nothing shows at first that frames are repeated.
    Case(options: "--again 1", startsQuiet: true),
    Case(options: "--again 1 2 --dtx", startsQuiet: true),
    Case(options: "--again 1 --since 120"),
  ]

  @Test(
    "every frame that came is heard once, in its place, whichever packet brought it",
    arguments: [false, true], cases)
  func heard(_ isWide: Bool, _ sent: Case) throws {
    let (frames, run) = try AMRSending(
      isWide: isWide, options: sent.options, startsQuiet: sent.startsQuiet
    ).run()
    let bare = OpenCoreAMR(isWide: isWide)
    let silent = sent.losses.filter { $0.1 == .silence }.flatMap(\.0)
    let samples = frames.enumerated().flatMap { index, frame in
      silent.contains(index) ? [Int16](repeating: 0, count: bare.samples) : bare.decode(frame)
    }
    #expect(try run.audio("00000007.wav").samples == samples)
    let stream = try #require(run.report.streams.first)
    #expect(stream.warnings == [])
    let gaps = (stream.played?.gaps.recent ?? []).filter { $0.kind == .loss }
    #expect(gaps.map(\.start) == sent.losses.map { Int64($0.0.lowerBound * bare.samples) })
    #expect(gaps.map(\.end) == sent.losses.map { Int64($0.0.upperBound * bare.samples) })
    #expect(gaps.map(\.fill) == sent.losses.map(\.1))
  }
}
