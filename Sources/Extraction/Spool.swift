import Glibc
import Playout

/// Where a batch lies in the spool, and up to which order it was final.
struct SpoolExtent: Sendable {
  fileprivate let offset: Int
  fileprivate let entries: Int
  fileprivate let bytes: Int
  let watermark: Int64
}

/// An unlinked temporary file for packets that may not be played yet and have no room in memory.
struct Spool: ~Copyable {
  private var descriptor: Int32 = -1
  private var length = 0

  init() {}

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Writes a batch to the end of the spool.
  mutating func append(
    _ batch: EncodedBatch, watermark: Int64
  ) throws(ExtractionError) -> SpoolExtent {
    try open()
    let extent = SpoolExtent(
      offset: length, entries: batch.entries.count, bytes: batch.bytes.count, watermark: watermark)
    let problem = unsafe batch.entries.withUnsafeBytes { unsafe write($0) }
    let second = unsafe batch.bytes.withUnsafeBytes { unsafe write($0) }
    guard problem == 0, second == 0 else {
      throw .spool(
        "cannot write to the temporary file: \(systemErrorText(problem == 0 ? second : problem))")
    }
    return extent
  }

  /// Reads a batch back.
  func read(_ extent: SpoolExtent) throws(ExtractionError) -> EncodedBatch {
    var batch = EncodedBatch()
    let none = PacketEntry(order: 0, time: 0, timestamp: 0, offset: 0, length: 0, format: 0)
    batch.entries = [PacketEntry](repeating: none, count: extent.entries)
    batch.bytes = [UInt8](repeating: 0, count: extent.bytes)
    let split = extent.offset + extent.entries * MemoryLayout<PacketEntry>.stride
    let problem = unsafe batch.entries.withUnsafeMutableBytes {
      unsafe read($0, at: extent.offset)
    }
    let second = unsafe batch.bytes.withUnsafeMutableBytes { unsafe read($0, at: split) }
    guard problem == 0, second == 0 else {
      throw .spool(
        "cannot read the temporary file: \(systemErrorText(problem == 0 ? second : problem))")
    }
    batch.noteUnsorted()
    return batch
  }

  private mutating func open() throws(ExtractionError) {
    guard descriptor < 0 else { return }
    let folder = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    var name = Array("\(folder)/rtp2wav-XXXXXX".utf8CString)
    descriptor = unsafe name.withUnsafeMutableBufferPointer { name in
      guard let name = name.baseAddress else { return -1 }
      let descriptor = unsafe mkstemp(name)
      if descriptor >= 0 { _ = unsafe unlink(name) }
      return descriptor
    }
    guard descriptor >= 0 else {
      throw .spool("cannot create a temporary file in \(folder): \(systemErrorText(errno))")
    }
  }

  /// Writes all bytes at the end; returns the error number, 0 where there is none.
  private mutating func write(_ bytes: UnsafeRawBufferPointer) -> Int32 {
    var rest = unsafe bytes[...]
    while unsafe !rest.isEmpty {
      let count = unsafe pwrite(
        descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count, off_t(length))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return errno }
      length += count
      unsafe rest = rest.dropFirst(count)
    }
    return 0
  }

  /// Fills all bytes from `offset`; returns the error number, 0 where there is none.
  private func read(_ bytes: UnsafeMutableRawBufferPointer, at offset: Int) -> Int32 {
    var done = 0
    while done < bytes.count {
      let count = unsafe pread(
        descriptor, bytes.baseAddress.map { unsafe $0 + done }, bytes.count - done,
        off_t(offset + done))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return count == 0 ? EIO : errno }
      done += count
    }
    return 0
  }
}

/// The system's sentence for an error number.
func systemErrorText(_ number: Int32) -> String {
  unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
}
