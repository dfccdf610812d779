import TestSupport
import Testing

@testable import SoundFile

@Suite("Writing sound files")
struct SoundFileWriterTests {
  static let formats: [SoundFileFormat] = SoundFileFormat.Container.allCases.flatMap { container in
    SoundFileFormat.Subtype.allCases.flatMap { subtype in
      [(8000, 1), (48000, 2), (44100, 3)].map {
        SoundFileFormat(
          container: container, subtype: subtype, sampleRate: $0.0, channels: $0.1)
      }
    }
  }.filter(\.isPossible)

  /// A sawtooth over the whole range.
  static func samples(_ count: Int) -> [Int16] {
    (0..<count).map { Int16(truncatingIfNeeded: $0 &* 257) }
  }

  /// What a file of this subtype may keep of a sample: the step of G.711 grows with the level.
  private static func isClose(_ stored: Int16, _ sample: Int16, _ subtype: SoundFileFormat.Subtype)
    -> Bool
  {
    let error = abs(Int(stored) - Int(sample))
    switch subtype {
    case .pcm16, .pcm24, .float: return error == 0
    case .ulaw, .alaw: return error <= max(16, abs(Int(sample)) / 16 + 16)
    }
  }

  static func read(_ path: String) throws -> (reader: [Int16], channels: Int, rate: Int) {
    var reader = try SoundFileReader(opening: path)
    var pcm = [Int16](repeating: 0, count: Int(reader.frames + 10) * reader.channels)
    var span = pcm.mutableSpan
    let frames = reader.read(into: &span)
    #expect(Int64(frames) == reader.frames)
    return (Array(pcm[..<(frames * reader.channels)]), reader.channels, reader.sampleRate)
  }

  @Test("what is written is read back", arguments: formats)
  func roundTrip(format: SoundFileFormat) throws {
    let directory = try TemporaryFolder()
    let path = directory.path("a")
    let samples = Self.samples(5001 * format.channels)
    var writer = try SoundFileWriter(creating: path, format: format)
    try writer.write(samples.span.extracting(first: 1001 * format.channels))
    try writer.write(samples.span.extracting(droppingFirst: 1001 * format.channels))
    #expect(writer.frames == 5001)
    try writer.finish()
    let (stored, channels, rate) = try Self.read(path)
    #expect(channels == format.channels)
    #expect(rate == format.sampleRate)
    #expect(stored.count == samples.count)
    #expect(zip(stored, samples).allSatisfy { Self.isClose($0, $1, format.subtype) })
  }

  @Test(
    "a suspended file goes on and becomes the same as one written at a stretch", arguments: formats)
  func suspension(format: SoundFileFormat) throws {
    let directory = try TemporaryFolder()
    let samples = Self.samples(3003 * format.channels)
    var whole = try SoundFileWriter(creating: directory.path("whole"), format: format)
    var parts = try SoundFileWriter(creating: directory.path("parts"), format: format)
    #expect(parts.canSuspend == (format.container != .flac))
    for start in stride(from: 0, to: 3003, by: 1001) {
      let part = samples.span.extracting(
        start * format.channels..<(start + 1001) * format.channels)
      try whole.write(part)
      try parts.write(part)
      try parts.suspend()
      if parts.canSuspend {
        #expect(
          try Self.read(directory.path("parts")).reader.count == (start + 1001) * format.channels)
      }
    }
    try whole.finish()
    try parts.finish()
    #expect(contents(directory.path("parts")) == contents(directory.path("whole")))
  }

  @Test("the file is valid and whole after each update of its header", arguments: formats)
  func update(format: SoundFileFormat) throws {
    let directory = try TemporaryFolder()
    let path = directory.path("a")
    var writer = try SoundFileWriter(creating: path, format: format)
    let samples = Self.samples(5001 * format.channels)
    for turn in 1...3 {
      try writer.write(samples.span)
      try writer.updateHeader()
      if format.container != .flac {
        #expect(try Self.read(path).reader.count == turn * samples.count)
      }
      if format.container == .wav || format.container == .rf64 {
        _ = try StrictWAV(contents(path), isPadded: false)
      }
    }
    try writer.finish()
    #expect(try Self.read(path).reader.count == 3 * samples.count)
  }

  @Test(
    "a file of 16-bit WAV is the canonical header of 44 bytes and the samples",
    arguments: [0, 1, 5000])
  func canonical(frames: Int) throws {
    let directory = try TemporaryFolder()
    let path = directory.path("a.wav")
    let samples = Self.samples(2 * frames)
    var writer = try SoundFileWriter(
      creating: path, format: SoundFileFormat(sampleRate: 48000, channels: 2))
    try writer.write(samples.span)
    try writer.finish()
    let bytes = contents(path)
    let file = try StrictWAV(bytes)
    #expect(file.chunks.map(\.name) == ["fmt ", "data"])
    #expect(file.formatTag == 1)
    #expect(file.bitsPerSample == 16)
    #expect(file.channels == 2)
    #expect(file.sampleRate == 48000)
    #expect(bytes.count == 44 + 4 * frames)
    #expect(file.samples == samples)
  }

  @Test(
    "WAV subtypes have their format tags",
    arguments: [(SoundFileFormat.Subtype.ulaw, 7, 8), (.alaw, 6, 8), (.float, 3, 32)])
  func tags(subtype: SoundFileFormat.Subtype, tag: Int, bits: Int) throws {
    let directory = try TemporaryFolder()
    let path = directory.path("a.wav")
    var writer = try SoundFileWriter(
      creating: path, format: SoundFileFormat(subtype: subtype, sampleRate: 8000, channels: 1))
    try writer.write(([0, 8, -8, .max, .min] as [Int16]).span)
    try writer.finish()
    let file = try StrictWAV(contents(path))
    #expect(file.formatTag == tag)
    #expect(file.bitsPerSample == bits)
    if subtype == .float {
      let words = stride(from: file.data.startIndex, to: file.data.endIndex, by: 4).map { start in
        (0..<4).reduce(UInt32(0)) { $0 | UInt32(file.data[start + $1]) << (8 * UInt32($1)) }
      }
      let step: Float = 1 / 32768
      #expect(words.map { Float(bitPattern: $0) } == [0, 8 * step, -8 * step, 1 - step, -1])
    }
  }

  @Test(
    "what G.711 decodes to is stored as the same codes",
    arguments: [
      (SoundFileFormat.Subtype.ulaw, [-32124, -876, -8, 0, 8, 876, 32124]),
      (.alaw, [-32256, -8, 8, 24, 32256]),
    ])
  func codes(subtype: SoundFileFormat.Subtype, values: [Int16]) throws {
    let directory = try TemporaryFolder()
    var writer = try SoundFileWriter(
      creating: directory.path("a"),
      format: SoundFileFormat(subtype: subtype, sampleRate: 8000, channels: 1))
    try writer.write(values.span)
    try writer.finish()
    #expect(try Self.read(directory.path("a")).reader == values)
  }

  @Test(
    "a WAV that would pass its limit becomes an RF64 with the same samples",
    arguments: SoundFileFormat.Subtype.allCases)
  func outgrown(subtype: SoundFileFormat.Subtype) throws {
    let directory = try TemporaryFolder()
    let path = directory.path("a.wav")
    let plainPath = directory.path("plain.wav")
    let format = SoundFileFormat(subtype: subtype, sampleRate: 8000, channels: 1)
    let samples = Self.samples(30000)
    var plain = try SoundFileWriter(creating: plainPath, format: format)
    try plain.write(samples.span)
    try plain.finish()

    var writer = try SoundFileWriter(
      creating: path, format: format, largestWAV: Int64(10001 * format.bytesPerFrame))
    try writer.write(samples.span.extracting(first: 10001))
    #expect(writer.format.container == .wav)
    try writer.updateHeader()
    #expect(try StrictWAV(contents(path), isPadded: false).chunks.contains { $0.name == "data" })
    try writer.suspend()
    try writer.write(samples.span.extracting(10001..<20000))
    #expect(writer.format.container == .rf64)
    try writer.updateHeader()
    try writer.suspend()
    try writer.write(samples.span.extracting(20000..<30000))
    #expect(writer.frames == 30000)
    try writer.finish()

    let file = try StrictWAV(contents(path))
    #expect(Array(contents(path)[..<4]) == Array("RF64".utf8))
    #expect(file.data == (try StrictWAV(contents(plainPath))).data)
    #expect(directory.names() == ["a.wav", "plain.wav"])
  }

  @Test("samples that are no whole frame are dropped")
  func partialFrame() throws {
    let directory = try TemporaryFolder()
    var writer = try SoundFileWriter(
      creating: directory.path("a"), format: SoundFileFormat(sampleRate: 8000, channels: 2))
    try writer.write(([1, 2, 3] as [Int16]).span)
    #expect(writer.frames == 1)
    try writer.finish()
    #expect(try Self.read(directory.path("a")).reader == [1, 2])
  }

  @Test("no chunk holds the time of writing", arguments: [SoundFileFormat.Container.wav, .rf64])
  func clock(container: SoundFileFormat.Container) throws {
    let directory = try TemporaryFolder()
    let format = SoundFileFormat(
      container: container, subtype: .float, sampleRate: 8000, channels: 1)
    var writer = try SoundFileWriter(creating: directory.path("a"), format: format)
    try writer.write(Self.samples(100).span)
    try writer.suspend()
    try writer.write(Self.samples(100).span)
    try writer.finish()
    let chunks = try StrictWAV(contents(directory.path("a"))).chunks.map(\.name)
    #expect(Set(chunks).isSubset(of: ["ds64", "fmt ", "fact", "data"]))
  }

  @Test("a writer that is dropped leaves a valid file")
  func dropped() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("a")
    func abandon() throws {
      var writer = try SoundFileWriter(
        creating: path, format: SoundFileFormat(sampleRate: 8000, channels: 1))
      try writer.write(Self.samples(100).span)
    }
    try abandon()
    #expect(try StrictWAV(contents(path)).samples == Self.samples(100))
  }
}
