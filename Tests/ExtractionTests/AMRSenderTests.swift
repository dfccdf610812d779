import Extraction
import Playout
import Reporting
import TestSupport
import Testing

@Suite(
  "AMR as senders pack it", .waitsForOthers,
  .enabled(if: AMRSending.hasPython, "python3 is not installed"))
struct AMRSenderTests {
  /// In each packing that there is, and with what DTX leaves out.
  private static let sendings = [false, true].flatMap { isWide in
    [
      "", "--frames 3", "--octet-align", "--octet-align --frames 12",
      "--octet-align --crc --frames 2",
      "--dtx", "--dtx --frames 2 --octet-align",
    ].map { AMRSending(isWide: isWide, options: $0) }
  }

  @Test("every frame is heard in its place, and is that of a bare loop", arguments: sendings)
  func heard(_ sending: AMRSending) throws {
    let (frames, run) = try sending.run()
    let bare = OpenCoreAMR(isWide: sending.isWide)
    #expect(try run.audio("00000007.wav").samples == frames.flatMap(bare.decode))
    let stream = try #require(run.report.streams.first)
    #expect(stream.lost == 0)
    #expect(stream.warnings == [])
    // From the first description of silence to the next speech there is noise that packets carry, sent or not.
    let silence = try #require(frames.firstIndex { $0[0] >> 3 & 15 == (sending.isWide ? 9 : 8) })
    let gaps = stream.played?.gaps.recent ?? []
    #expect(gaps.map(\.kind) == [.comfortNoise])
    #expect(gaps.map(\.fill) == [.comfortNoise])
    #expect(gaps.map(\.start) == [Int64(silence * bare.samples)])
  }

  @Test("what is lost is silence", arguments: [false, true])
  func lost(_ isWide: Bool) throws {
    let (frames, run) = try AMRSending(isWide: isWide, options: "--frames 2 --lose 9 10 20").run()
    let bare = OpenCoreAMR(isWide: isWide)
    let samples = frames.enumerated().flatMap { index, frame in
      [9, 10, 20].contains(index / 2)
        ? [Int16](repeating: 0, count: bare.samples) : bare.decode(frame)
    }
    #expect(try run.audio("00000007.wav").samples == samples)
    #expect(run.report.streams.map(\.lost) == [3])
  }
}
