import Audio
import Codecs
import Demultiplexing
import Extraction
import Foundation
import Playout
import Reporting
import TestSupport
import Testing

@Suite("Streams of AMR")
struct AMRStreamTests {
  /// The frames of a voice of sorts: each the entry of the table of contents and the bits.
  static func frames(_ count: Int) throws -> [[UInt8]] {
    let codec = try #require(Codec.named("AMR"))
    var encoder = try codec.makeEncoder(for: codec.format(parameters: "octet-align=1"))
    var random = Randomness(seed: 3)
    return try (0..<count).map { number in
      let loud = number / 15 % 2 == 0 ? 9000 : 3000
      let pcm = (0..<160).map { index in
        Int16(loud * (index % 57 - 28) / 28 + Int.random(in: -900...900, using: &random))
      }
      var payload: [UInt8] = []
      try encoder.encode(pcm.span, into: &payload)
      return Array(payload.dropFirst())
    }
  }

  /// An octet-aligned payload (RFC 4867, section 4.4).
  static func payload(_ frames: ArraySlice<[UInt8]>) -> [UInt8] {
    let entries = frames.enumerated().map { index, frame in
      index < frames.count - 1 ? frame[0] | 0x80 : frame[0]
    }
    return [0xf0] + entries + frames.flatMap { $0.dropFirst() }
  }

  /// What the job makes of a packet every 20 ms with the frame of its number and `repeated` before it.
  private static func run(
    _ frames: [[UInt8]], repeated: Int, named: Bool = true, rate: Int? = nil,
    isLost: (Int) -> Bool = { _ in false }
  ) throws -> Run {
    var trace = TraceWriter()
    for number in frames.indices.dropFirst(repeated) where !isLost(number) {
      trace.add(
        sequence: number, timestamp: (number - repeated) * 160, at: Double(number) * 0.02,
        payloadType: 97, payload: payload(frames[(number - repeated)...number]))
    }
    let path = try trace.write()
    defer { try? FileManager.default.removeItem(atPath: path) }
    var options = ExtractionOptions()
    options.playout.sampleRate = rate
    if named {
      options.demultiplexing.formats = [
        97: MediaFormat(
          encodingName: "AMR", clockRate: 8000, parameters: "octet-align=1")
      ]
    }
    return try Run([path], options)
  }

  @Test("frames that packets repeat are heard once", arguments: [1, 2, 4])
  func repeated(_ count: Int) throws {
    let frames = try Self.frames(200)
    let plain = try Self.run(frames, repeated: 0).audio("00000007.wav")
    let run = try Self.run(frames, repeated: count)
    #expect(try run.audio("00000007.wav").samples == plain.samples)
    #expect(plain.frames == 32_000)
    #expect(run.report.streams.map(\.warnings) == [[]])
  }

  @Test("and stand in for lost packets, as far as they reach", arguments: [1, 2])
  func lost(_ count: Int) throws {
    let frames = try Self.frames(200)
    let plain = try Self.run(frames, repeated: 0).audio("00000007.wav")
    let run = try Self.run(frames, repeated: count) { $0 % 9 < count && (20..<195).contains($0) }
    #expect(try run.audio("00000007.wav").samples == plain.samples)
    let stream = try #require(run.report.streams.first)
    let gaps = stream.played?.gaps.recent ?? []
    #expect(gaps.count == 19 && gaps.allSatisfy { $0.kind == .loss && $0.fill == .redundancy })
    #expect(gaps.allSatisfy { $0.end - $0.start <= 160 * Int64(count) })
    // One more is lost than the packet behind repeats: that frame is silent, and all is in its place.
    let broken = try Self.run(frames, repeated: count) { (100...100 + count).contains($0) }
    let samples = try broken.audio("00000007.wav").samples
    #expect(samples.count == plain.samples.count)
    #expect(samples[16_000..<16_160].allSatisfy { $0 == 0 })
    #expect(samples[..<16_000] == plain.samples[..<16_000])
    #expect(!samples[16_160..<16_320].allSatisfy { $0 == 0 })
  }

  @Test("at another rate, too")
  func resampled() throws {
    let frames = try Self.frames(200)
    let plain = try Self.run(frames, repeated: 0, rate: 16_000).audio("00000007.wav")
    let run = try Self.run(frames, repeated: 1, rate: 16_000) { $0 % 9 == 0 }
    #expect(try run.audio("00000007.wav").samples == plain.samples)
  }

  @Test("a payload type that nothing names is AMR where each packet fits and lasts as long as that")
  func guess() throws {
    let frames = try Self.frames(200)
    let run = try Self.run(frames, repeated: 0, named: false)
    #expect(run.report.streams.map { $0.formats.map(\.codec?.name) } == [["AMR"]])
    #expect(run.report.streams.map { $0.formats.map(\.origin) } == [[.guess]])
    let plain = try Self.run(frames, repeated: 0)
    #expect(try run.audio("00000007.wav").samples == plain.audio("00000007.wav").samples)
    // A bit that is to be zero is not.
    let damaged = frames.map { Array($0.dropLast()) + [$0[$0.count - 1] | 1] }
    let other = try Self.run(damaged, repeated: 0, named: false)
    #expect(other.report.streams.map { $0.formats.map(\.codec?.name) } == [[nil]])
  }
}
