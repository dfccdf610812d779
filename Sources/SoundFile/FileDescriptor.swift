internal import Glibc

/// What went wrong in the system or in libsndfile, in its own words.
struct Failure: Error {
  let reason: String

  init(_ reason: String) { self.reason = reason }

  init(errno code: Int32) { reason = unsafe String(cString: strerror(code)) }
}

/// An open file of ours, closed when it is dropped.
struct FileDescriptor: ~Copyable {
  /// What tells a file from another that took its name.
  struct Identity: Equatable {
    let device: UInt
    let inode: UInt
  }

  /// Negative once it was closed.
  private var number: Int32

  deinit { if isOpen { _ = Glibc.close(number) } }

  var isOpen: Bool { number >= 0 }

  /// Makes a new file for reading and writing; never opens one that is there, nor a link.
  static func create(_ path: String) throws(Failure) -> FileDescriptor {
    try FileDescriptor(path, O_RDWR | O_CREAT | O_EXCL)
  }

  /// Opens a file for reading and writing that must still be the one it was.
  static func reopen(_ path: String, _ identity: Identity) throws(Failure) -> FileDescriptor {
    let file = try FileDescriptor(path, O_RDWR)
    guard try file.identity() == identity else { throw Failure("another file has taken its place") }
    return file
  }

  private init(_ path: String, _ flags: Int32) throws(Failure) {
    guard !path.utf8.contains(0) else { throw Failure("its name holds a zero byte") }
    var result: Int32
    repeat {
      result = unsafe open(path, flags | O_NOFOLLOW | O_CLOEXEC, 0o666)
    } while result < 0 && errno == EINTR
    guard result >= 0 else { throw Failure(errno: errno) }
    number = result
  }

  /// Opens a file that is there for reading and writing.
  static func update(_ path: String) throws(Failure) -> FileDescriptor {
    try FileDescriptor(path, O_RDWR)
  }

  /// Bytes in the file.
  func length() throws(Failure) -> Int {
    var status = stat()
    guard unsafe fstat(number, &status) == 0 else { throw Failure(errno: errno) }
    return Int(status.st_size)
  }

  /// Reads `count` bytes from `offset`; fewer at the end of the file.
  func read(_ count: Int, at offset: Int) throws(Failure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let got = unsafe bytes.withUnsafeMutableBytes { bytes in
      unsafe pread(number, bytes.baseAddress, bytes.count, off_t(offset))
    }
    guard got >= 0 else { throw Failure(errno: errno) }
    return Array(bytes.prefix(got))
  }

  /// Writes all bytes from `offset` on.
  func write(_ bytes: Span<UInt8>, at offset: Int) throws(Failure) {
    var written = 0
    try write(bytes, Span(), at: offset, &written)
  }

  /// Writes bytes, then samples as they lie in memory, from `offset` on, in one system call where the
  /// system takes them; counts the bytes written, where it fails too.
  func write(
    _ bytes: Span<UInt8>, _ samples: Span<Int16>, at offset: Int, _ written: inout Int
  ) throws(Failure) {
    let problem = unsafe bytes.withUnsafeBytes { bytes in
      unsafe samples.withUnsafeBytes { samples in
        unsafe write(bytes, samples, at: offset, &written)
      }
    }
    guard problem == 0 else { throw Failure(errno: problem) }
  }

  /// Writes two pieces of memory, the one behind the other; returns the error number, 0 where there is
  /// none.
  private func write(
    _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer, at offset: Int,
    _ written: inout Int
  ) -> Int32 {
    while written < first.count + second.count {
      let front = min(written, first.count)
      let count = unsafe withUnsafeTemporaryAllocation(of: iovec.self, capacity: 2) { pieces in
        unsafe pieces[0] = Self.piece(first, from: front)
        unsafe pieces[1] = Self.piece(second, from: written - front)
        return unsafe pwritev(number, pieces.baseAddress, 2, off_t(offset + written))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return count == 0 ? ENOSPC : errno }
      written += count
    }
    return 0
  }

  private static func piece(_ bytes: UnsafeRawBufferPointer, from start: Int) -> iovec {
    unsafe iovec(
      iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress.map { unsafe $0 + start }),
      iov_len: bytes.count - start)
  }

  /// Closes the file, which may be when the system finds that it has no room for it.
  mutating func close() throws(Failure) {
    let closing = number
    number = -1
    guard Glibc.close(closing) == 0 || errno == EINTR else { throw Failure(errno: errno) }
  }

  /// Cuts the file off.
  func truncate(to length: Int) {
    _ = ftruncate(number, off_t(length))
  }

  func identity() throws(Failure) -> Identity {
    var status = stat()
    guard unsafe fstat(number, &status) == 0 else { throw Failure(errno: errno) }
    return Identity(device: UInt(status.st_dev), inode: UInt(status.st_ino))
  }

  /// Gives the number away to an owner who will close it.
  consuming func release() -> Int32 {
    let number = number
    discard self
    return number
  }
}

/// Names in a directory.
enum FileName {
  /// Gives the file `path` the name `other`, whose file loses it.
  static func move(_ path: String, to other: String) throws(Failure) {
    guard unsafe rename(path, other) == 0 else { throw Failure(errno: errno) }
  }

  /// Takes the name away, if it is there.
  static func remove(_ path: String) {
    _ = unsafe unlink(path)
  }
}
