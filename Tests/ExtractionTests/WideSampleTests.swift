import Audio
import Demultiplexing
import Extraction
import Foundation
import Reporting
import SoundFile
import TestSupport
import Testing

@Suite("Samples of more than 16 bits")
struct WideSampleTests {
  /// Samples of 24 bits, among them the least and the largest.
  private static let samples: [Int32] = {
    var random = Randomness(seed: 24)
    return [-0x80_0000, 0x7f_ffff, 0x7f_ff80, -0x7f_ff80, 0x80, -0x80, 0x7f, 1, -1]
      + (0..<(200 * 96 - 9)).map { _ in Int32.random(in: -0x80_0000...0x7f_ffff, using: &random) }
  }()

  /// What the job makes of packets of 1 ms of two channels at 48 kHz.
  private func run(
    _ name: String, _ payload: (ArraySlice<Int32>) -> [UInt8], container: SoundFileFormat.Container,
    alignment: ExtractionOptions.Alignment = .stream, isLost: (Int) -> Bool = { _ in false }
  ) throws -> (samples: [Int32], lead: Int) {
    var trace = TraceWriter()
    trace.add(
      datagram: [1, 2, 3], at: 0, source: 9, destination: 8)
    for number in 0..<200 where !isLost(number) {
      let part = Self.samples[number * 96..<(number + 1) * 96]
      for _ in 0...(number % 50 == 7 ? 1 : 0) {
        trace.add(
          sequence: number, timestamp: number * 48, at: 0.1 + Double(number) * 0.001,
          payloadType: 97, payload: payload(part))
      }
    }
    let path = try trace.write()
    defer { try? FileManager.default.removeItem(atPath: path) }
    var options = ExtractionOptions()
    options.subtype = .pcm24
    options.container = container
    options.alignment = alignment
    options.demultiplexing.formats = [
      97: MediaFormat(encodingName: name, clockRate: 48_000, channels: 2)
    ]
    let folder = try TemporaryFolder()
    let extraction = try Extraction(inputs: [path], output: folder.path, options: options)
    let outcome = extraction.run { _ in }
    #expect(outcome.failure == nil)
    let file = try #require(outcome.report.streams.first?.file)
    var reader = try SoundFileReader(opening: folder.path(file.name))
    var block = [Int32](repeating: 0, count: 2 * 48_000)
    var span = block.mutableSpan
    let frames = reader.read(into: &span)
    return (block.prefix(2 * frames).map { $0 >> 8 }, frames - 200 * 48)
  }

  private func l24(_ samples: ArraySlice<Int32>) -> [UInt8] {
    samples.flatMap { sample in (0..<3).map { UInt8(truncatingIfNeeded: sample >> (16 - 8 * $0)) } }
  }

  private func l20(_ samples: ArraySlice<Int32>) -> [UInt8] {
    let bits = samples.flatMap { sample in (0..<20).map { sample >> (23 - $0) & 1 } }
    return stride(from: 0, to: bits.count, by: 8).map { start in
      bits[start..<start + 8].reduce(0) { $0 << 1 | UInt8($1) }
    }
  }

  @Test(
    "of L24 stand in the file to the bit",
    arguments: [SoundFileFormat.Container.wav, .flac, .w64, .rf64, .au])
  func wide(_ container: SoundFileFormat.Container) throws {
    #expect(try run("L24", l24, container: container).samples == Self.samples)
  }

  @Test("of L20, too")
  func twenty() throws {
    #expect(
      try run("L20", l20, container: .wav).samples == Self.samples.map { $0 & ~0xf })
  }

  @Test(
    "where packets are lost, and with silence in front",
    arguments: [SoundFileFormat.Container.wav, .flac])
  func lossAndLead(_ container: SoundFileFormat.Container) throws {
    let isLost = { (number: Int) in number % 20 == 3 }
    let found = try run("L24", l24, container: container, alignment: .trace, isLost: isLost)
    #expect(found.lead == 4800)
    let expected = Self.samples.enumerated().map { isLost($0.offset / 96) ? 0 : $0.element }
    #expect(Array(found.samples.dropFirst(2 * found.lead)) == expected)
    #expect(found.samples.prefix(2 * found.lead).allSatisfy { $0 == 0 })
  }
}
