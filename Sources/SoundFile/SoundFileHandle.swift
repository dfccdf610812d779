internal import CSndFile
import Files

/// Owns an open file of libsndfile, which keeps no state outside it and may move between threads.
@safe
struct SoundFileHandle: ~Copyable, @unchecked Sendable {
  private let file: OpaquePointer
  /// What libsndfile found in the file, or was asked to put there.
  let info: SF_INFO

  deinit { unsafe sf_close(file) }

  /// Writes the header of a new file.
  init(writing format: SoundFileFormat, to file: consuming FileDescriptor) throws(FileError.Reason)
  {
    guard let info = format.info else { throw FileError.Reason.other("no such format") }
    // In files opened to be written only, libsndfile puts a PEAK chunk with the time of writing; its
    // command against that has no effect on RF64. FLAC cannot be opened otherwise, and has none.
    try self.init(format.container == .flac ? SFM_WRITE : SFM_RDWR, info, file.release())
    scaleFloats()
  }

  /// Goes on at the end of a file written before.
  static func append(to file: consuming FileDescriptor) throws(FileError.Reason) -> SoundFileHandle
  {
    let handle = try SoundFileHandle(SFM_RDWR, SF_INFO(), file.release())
    handle.scaleFloats()
    guard unsafe sf_seek(handle.file, 0, SEEK_END | Int32(SFM_WRITE)) >= 0 else {
      throw handle.failure
    }
    return handle
  }

  /// Opens any file that libsndfile knows.
  init(reading path: String) throws(FileError.Reason) {
    try self.init(reading: path, SF_INFO())
  }

  /// Opens samples without a header, one channel at 8000 Hz.
  init(
    readingHeaderless path: String, _ subtype: SoundFileFormat.Subtype
  ) throws(FileError.Reason) {
    var info = SF_INFO()
    info.samplerate = 8000
    info.channels = 1
    info.format = Int32(Int(SF_FORMAT_RAW) | subtype.code)
    try self.init(reading: path, info)
  }

  private init(reading path: String, _ expected: SF_INFO) throws(FileError.Reason) {
    guard !path.utf8.contains(0) else { throw .zeroByte }
    var info = expected
    guard let file = unsafe sf_open(path, Int32(SFM_READ), &info) else {
      throw unsafe .sndfile(sf_strerror(nil))
    }
    unsafe self.file = file
    self.info = info
  }

  private init(_ mode: Int, _ info: SF_INFO, _ descriptor: Int32) throws(FileError.Reason) {
    var info = info
    // libsndfile closes the descriptor, where it fails to open too.
    guard let file = unsafe sf_open_fd(descriptor, Int32(mode), &info, Int32(SF_TRUE)) else {
      throw unsafe .sndfile(sf_strerror(nil))
    }
    unsafe self.file = file
    self.info = info
  }

  /// Makes ±1 full scale where the file holds floating-point samples.
  private func scaleFloats() {
    unsafe sf_command(file, Int32(SFC_SET_SCALE_INT_FLOAT_WRITE), nil, Int32(SF_TRUE))
  }

  /// Writes samples and returns how many, fewer where it failed; `failure` then says why.
  mutating func write(_ samples: Span<Int16>) -> Int {
    let count = sf_count_t(samples.count)
    return unsafe samples.withUnsafeBufferPointer { samples in
      unsafe samples.isEmpty ? 0 : Int(sf_write_short(file, samples.baseAddress, count))
    }
  }

  /// The same of samples of 32 bits, of which a file keeps as many upper ones as it has.
  mutating func write(_ samples: Span<Int32>) -> Int {
    let count = sf_count_t(samples.count)
    return unsafe samples.withUnsafeBufferPointer { samples in
      unsafe samples.isEmpty ? 0 : Int(sf_write_int(file, samples.baseAddress, count))
    }
  }

  /// Makes the header on disk fit the samples written so far.
  mutating func updateHeader() throws(FileError.Reason) {
    unsafe sf_command(file, Int32(SFC_UPDATE_HEADER_NOW), nil, 0)
    guard unsafe sf_error(file) == SF_ERR_NO_ERROR else { throw failure }
  }

  /// Cuts the file after `frames` frames, so that no part of a frame stays behind.
  mutating func truncate(toFrames frames: Int64) {
    var frames = sf_count_t(frames)
    unsafe sf_command(
      file, Int32(SFC_FILE_TRUNCATE), &frames, Int32(MemoryLayout<sf_count_t>.size))
  }

  /// Reads to the front of `samples`; returns samples read, 0 at the end.
  mutating func read(into samples: inout MutableSpan<Int16>) -> Int {
    let room = sf_count_t(samples.count)
    return unsafe samples.withUnsafeMutableBufferPointer { samples in
      unsafe Int(sf_read_short(file, samples.baseAddress, room))
    }
  }

  /// Reads samples in the upper bits of 32; returns samples read, 0 at the end.
  mutating func read(into samples: inout MutableSpan<Int32>) -> Int {
    let room = sf_count_t(samples.count)
    return unsafe samples.withUnsafeMutableBufferPointer { samples in
      unsafe Int(sf_read_int(file, samples.baseAddress, room))
    }
  }

  /// Reads samples of full scale ±1; returns samples read, 0 at the end.
  mutating func read(into samples: inout MutableSpan<Float>) -> Int {
    let room = sf_count_t(samples.count)
    return unsafe samples.withUnsafeMutableBufferPointer { samples in
      unsafe Int(sf_read_float(file, samples.baseAddress, room))
    }
  }

  /// Reads bytes as they are stored; returns bytes read, 0 at the end.
  mutating func read(into bytes: inout MutableSpan<UInt8>) -> Int {
    let room = sf_count_t(bytes.count)
    return unsafe bytes.withUnsafeMutableBufferPointer { bytes in
      unsafe Int(sf_read_raw(file, bytes.baseAddress, room))
    }
  }

  /// Writes bytes as they are to be stored, whole frames.
  mutating func write(raw bytes: Span<UInt8>) throws(FileError.Reason) {
    let count = sf_count_t(bytes.count)
    let written = unsafe bytes.withUnsafeBufferPointer { bytes in
      bytes.isEmpty ? 0 : unsafe sf_write_raw(file, bytes.baseAddress, count)
    }
    guard written == count else { throw failure }
  }

  /// Writes the final header and closes the file.
  consuming func close() throws(FileError.Reason) {
    let file = unsafe self.file
    discard self
    let code = unsafe sf_close(file)
    guard code == 0 else { throw unsafe .sndfile(sf_error_number(code)) }
  }

  /// What went wrong last.
  var failure: FileError.Reason { unsafe .sndfile(sf_strerror(file)) }
}

extension FileError.Reason {
  /// Takes the text of libsndfile, less what it puts around the text of the system.
  fileprivate static func sndfile(_ text: UnsafePointer<CChar>?) -> FileError.Reason {
    guard let text = unsafe text else { return .other("unknown error") }
    var sentence = unsafe String(cString: text)[...]
    if sentence.hasPrefix("System error : ") { sentence = sentence.dropFirst(15) }
    if sentence.hasSuffix(".") { sentence = sentence.dropLast() }
    return .other(String(sentence))
  }
}
