import Files

/// A WAV of 16-bit samples that grows at its end: a header of 44 bytes, then the samples.
///
/// Short streams end by the thousand, each with a file of its own. libsndfile makes 30 system calls
/// for one; here header and samples go out in one. The bytes are those that libsndfile writes.
struct PlainWAV: ~Copyable {
  private static let headerLength = 44

  private var file: FileDescriptor
  private let format: SoundFileFormat
  private let emptyHeader: InlineArray<44, UInt8>
  /// Frames in the file.
  private(set) var frames: Int64 = 0
  /// Frames that the header on disk tells of; nil where there is none yet.
  private var announced: Int64?

  deinit {
    guard file.isOpen, announced != frames else { return }
    try? file.write(header(frames: frames).span, at: 0)
  }

  /// Whether files of a format are written so.
  static func canWrite(_ format: SoundFileFormat) -> Bool {
    let isLittleEndian = Int16(1).littleEndian == 1
    return format.container == .wav && format.subtype == .pcm16 && isLittleEndian
  }

  /// Makes an empty file a WAV; its header comes with the first samples, or at the end.
  init(writing format: SoundFileFormat, to file: consuming FileDescriptor) {
    self.file = file
    self.format = format
    emptyHeader = Self.emptyHeader(format)
  }

  /// Goes on at the end of a file that holds `frames` frames.
  init(appendingTo file: consuming FileDescriptor, _ format: SoundFileFormat, frames: Int64) {
    self.file = file
    self.format = format
    emptyHeader = Self.emptyHeader(format)
    self.frames = frames
    announced = frames
  }

  /// Whether there is as much as a header.
  var hasHeader: Bool { announced != nil }

  /// What tells the file from another that takes its name.
  func identity() throws(FileError.Reason) -> FileStatus.Identity { try file.identity() }

  /// Appends whole frames.
  ///
  /// Where this fails, every whole frame before the failure is in the file, and nothing behind it.
  mutating func write(_ samples: Span<Int16>) throws(FileError.Reason) {
    let size = format.bytesPerFrame
    let end = frames + Int64(samples.count / format.channels)
    let start = hasHeader ? Self.headerLength + Int(frames) * size : 0
    var written = 0
    do throws(FileError.Reason) {
      if hasHeader {
        try file.write([UInt8]().span, samples, at: start, &written)
      } else {
        try file.write(header(frames: end).span, samples, at: start, &written)
        announced = end
      }
      frames = end
    } catch {
      let stored = start + written - Self.headerLength
      guard stored >= 0 else { throw error }
      announced = hasHeader ? announced : end
      frames = Int64(stored / size)
      file.truncate(to: Self.headerLength + Int(frames) * size)
      try? updateHeader()
      throw error
    }
  }

  /// Makes the header on disk fit the samples written so far.
  mutating func updateHeader() throws(FileError.Reason) {
    guard announced != frames else { return }
    try file.write(header(frames: frames).span, at: 0)
    announced = frames
  }

  /// Writes the final header and closes the file, whatever comes of it.
  mutating func close() throws(FileError.Reason) {
    try updateHeader()
    try file.close()
  }

  /// The RIFF header (Multimedia Programming Interface and Data Specifications 1.0) with the chunks
  /// `fmt ` and `data`, for no frames.
  private static func emptyHeader(_ format: SoundFileFormat) -> InlineArray<44, UInt8> {
    var header = InlineArray<44, UInt8>(repeating: 0)
    var used = 0
    func put(_ value: Int, _ bytes: Int) {
      for shift in 0..<bytes {
        header[used] = UInt8(truncatingIfNeeded: value >> (8 * shift))
        used += 1
      }
    }
    func put(_ name: String) {
      for byte in name.utf8 { put(Int(byte), 1) }
    }
    put("RIFF")
    put(headerLength - 8, 4)
    put("WAVE")
    put("fmt ")
    put(16, 4)
    put(1, 2)
    put(format.channels, 2)
    put(format.sampleRate, 4)
    put(format.sampleRate * format.bytesPerFrame, 4)
    put(format.bytesPerFrame, 2)
    put(16, 2)
    put("data")
    put(0, 4)
    return header
  }

  /// The header for a number of frames: it holds the length of their bytes twice.
  private func header(frames: Int64) -> InlineArray<44, UInt8> {
    var header = emptyHeader
    let data = Int(frames) * format.bytesPerFrame
    for byte in 0..<4 {
      header[4 + byte] = UInt8(truncatingIfNeeded: (Self.headerLength - 8 + data) >> (8 * byte))
      header[40 + byte] = UInt8(truncatingIfNeeded: data >> (8 * byte))
    }
    return header
  }
}
