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

  private let number: Int32

  deinit { _ = close(number) }

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
  func write(_ bytes: [UInt8], at offset: Int) throws(Failure) {
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { bytes in
        unsafe pwrite(
          number, bytes.baseAddress.map { unsafe $0 + done }, bytes.count - done,
          off_t(offset + done))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Failure(errno: errno) }
      done += count
    }
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
