import Files
import TestSupport
import Testing

@testable import SoundFile

/// What libsndfile writes is what is expected, byte for byte.
@Suite("16-bit WAV without libsndfile")
struct PlainWAVTests {
  static let formats: [SoundFileFormat] = [
    (8000, 1), (48000, 2), (16000, 1), (44100, 3), (11025, 8), (384_000, 1), (655_350, 255),
  ].map { SoundFileFormat(sampleRate: $0.0, channels: $0.1) }

  private static func samples(_ count: Int) -> [Int16] {
    var random = Randomness(seed: 1991)
    return (0..<count).map { _ in Int16.random(in: .min ... .max, using: &random) }
  }

  /// Writes the samples by libsndfile itself.
  private static func reference(
    _ samples: [Int16], _ format: SoundFileFormat, in directory: TemporaryFolder
  ) throws -> [UInt8] {
    let path = directory.path("reference.wav")
    var handle = try SoundFileHandle(writing: format, to: FileDescriptor(creating: path))
    #expect(handle.write(samples.span) == samples.count)
    try handle.close()
    return contents(path)
  }

  @Test("other kinds of file are libsndfile's")
  func kinds() {
    for container in SoundFileFormat.Container.allCases {
      for subtype in SoundFileFormat.Subtype.allCases {
        let format = SoundFileFormat(
          container: container, subtype: subtype, sampleRate: 8000, channels: 1)
        #expect(PlainWAV.canWrite(format) == (container == .wav && subtype == .pcm16))
      }
    }
  }

  @Test("a file written in one go", arguments: formats, [0, 1, 160, 8001])
  func oneGo(_ format: SoundFileFormat, _ frames: Int) throws {
    let directory = try TemporaryFolder()
    let samples = Self.samples(frames * format.channels)
    var writer = try SoundFileWriter(creating: directory.path("a.wav"), format: format)
    try writer.write(samples.span)
    try writer.finish()
    #expect(
      try contents(directory.path("a.wav")) == Self.reference(samples, format, in: directory))
  }

  @Test("a file that is valid between its parts, and closed now and then", arguments: formats)
  func parts(_ format: SoundFileFormat) throws {
    let directory = try TemporaryFolder()
    let path = directory.path("a.wav")
    let samples = Self.samples(1000 * format.channels)
    var random = Randomness(seed: 7)
    var writer = try SoundFileWriter(creating: path, format: format)
    var frames = 0
    while frames < 1000 {
      let count = Int.random(in: 0...min(200, 1000 - frames), using: &random)
      try writer.write(
        samples.span.extracting(frames * format.channels..<(frames + count) * format.channels))
      frames += count
      if random.chance(30) { try writer.suspend() } else { try writer.updateHeader() }
      let directory = try TemporaryFolder()
      let soFar = Array(samples[..<(frames * format.channels)])
      #expect(try contents(path) == Self.reference(soFar, format, in: directory))
    }
    try writer.finish()
    #expect(try contents(path) == Self.reference(samples, format, in: directory))
  }

  @Test("a writer that is dropped before any sample leaves a header")
  func dropped() throws {
    let directory = try TemporaryFolder()
    let format = Self.formats[0]
    func abandon() throws {
      _ = try SoundFileWriter(creating: directory.path("a.wav"), format: format)
    }
    try abandon()
    #expect(try contents(directory.path("a.wav")) == Self.reference([], format, in: directory))
  }
}
