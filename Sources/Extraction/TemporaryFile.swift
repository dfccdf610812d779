import Glibc

/// A file without a name that grows at its end and is gone when the program is.
///
/// What is appended waits until it is worth a write: thousands of streams append little at a time.
struct TemporaryFile: ~Copyable {
  private var descriptor: Int32 = -1
  /// Bytes in the file.
  private var written = 0
  /// Bytes behind them that are not in the file yet.
  private var waiting: [UInt8] = []

  private static let writeSize = 256 * 1024

  init() {}

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Appends the elements as they lie in memory; returns where they begin.
  mutating func append<Element: BitwiseCopyable>(
    _ elements: [Element]
  ) throws(ExtractionError) -> Int {
    let start = written + waiting.count
    unsafe elements.withUnsafeBytes { unsafe waiting.append(contentsOf: $0) }
    if waiting.count >= Self.writeSize { try flush() }
    return start
  }

  /// Reads elements back over those of `elements`, from where they begin.
  mutating func read<Element: BitwiseCopyable>(
    _ elements: inout [Element], at offset: Int
  ) throws(ExtractionError) {
    if offset + elements.count * MemoryLayout<Element>.stride > written { try flush() }
    let problem = unsafe elements.withUnsafeMutableBytes {
      unsafe read($0, .init(start: nil, count: 0), at: offset)
    }
    guard problem == 0 else { throw Self.unreadable(problem) }
  }

  /// Reads elements of one kind and, behind them, some of another: a spool of many streams is read in
  /// hundreds of thousands of small pieces.
  mutating func read<First: BitwiseCopyable, Second: BitwiseCopyable>(
    _ count: Int, of: First.Type, then more: Int, of others: Second.Type, at offset: Int
  ) throws(ExtractionError) -> ([First], [Second]) {
    let bytes = count * MemoryLayout<First>.stride + more * MemoryLayout<Second>.stride
    if offset + bytes > written { try flush() }
    var problem: Int32 = 0
    var second: [Second] = []
    let first = unsafe [First](unsafeUninitializedCapacity: count) { first, filled in
      unsafe second = [Second](unsafeUninitializedCapacity: more) { second, filled in
        unsafe problem = read(
          .init(start: first.baseAddress, count: count * MemoryLayout<First>.stride),
          .init(start: second.baseAddress, count: more * MemoryLayout<Second>.stride), at: offset)
        filled = problem == 0 ? more : 0
      }
      filled = problem == 0 ? count : 0
    }
    guard problem == 0 else { throw Self.unreadable(problem) }
    return (first, second)
  }

  private static func unreadable(_ problem: Int32) -> ExtractionError {
    .spool("cannot read the temporary file: \(systemErrorText(problem))")
  }

  private mutating func flush() throws(ExtractionError) {
    try open()
    let problem = unsafe waiting.withUnsafeBytes { unsafe Self.write($0, to: descriptor, &written) }
    guard problem == 0 else {
      throw .spool("cannot write to the temporary file: \(systemErrorText(problem))")
    }
    waiting.removeAll(keepingCapacity: true)
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
  private static func write(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, _ length: inout Int
  ) -> Int32 {
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

  /// Fills two pieces of memory from `offset` on; returns the error number, 0 where there is none.
  private func read(
    _ first: UnsafeMutableRawBufferPointer, _ second: UnsafeMutableRawBufferPointer, at offset: Int
  ) -> Int32 {
    var done = 0
    while done < first.count + second.count {
      let front = min(done, first.count)
      let count = unsafe withUnsafeTemporaryAllocation(of: iovec.self, capacity: 2) { pieces in
        unsafe pieces[0] = Self.piece(first, from: front)
        unsafe pieces[1] = Self.piece(second, from: done - front)
        return unsafe preadv(descriptor, pieces.baseAddress, 2, off_t(offset + done))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return count == 0 ? EIO : errno }
      done += count
    }
    return 0
  }

  private static func piece(_ bytes: UnsafeMutableRawBufferPointer, from start: Int) -> iovec {
    unsafe iovec(
      iov_base: bytes.baseAddress.map { unsafe $0 + start }, iov_len: bytes.count - start)
  }
}

/// The system's sentence for an error number.
func systemErrorText(_ number: Int32) -> String {
  unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
}
