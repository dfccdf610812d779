import Glibc

/// A file that gets its name when it is whole, and leaves nothing behind where it never is.
struct PendingFile: ~Copyable {
  private let path: String
  private let overwrites: Bool
  /// Where the bytes go until then.
  let part: String
  private var descriptor: Int32 = -1

  deinit {
    if descriptor >= 0 { close(descriptor) }
    _ = unsafe unlink(part)
  }

  /// Refuses a path that is taken, unless it may be overwritten.
  init(_ path: String, overwrites: Bool) throws(SynthesisError) {
    try Self.check(path, overwrites: overwrites)
    let part = path + ".part"
    if overwrites { _ = unsafe unlink(part) }
    var status = stat()
    guard unsafe lstat(part, &status) != 0 else {
      throw .output("\(part): already exists; remove it, or pass --overwrite")
    }
    self.path = path
    self.overwrites = overwrites
    self.part = part
  }

  /// Throws where the path is taken and may not be overwritten, or never can be.
  static func check(_ path: String, overwrites: Bool) throws(SynthesisError) {
    guard !path.isEmpty, path != "-", !path.hasSuffix("/"), !path.utf8.contains(0) else {
      throw .argument("'\(path)' is not the name of a file to write")
    }
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return }
    switch status.st_mode & S_IFMT {
    case S_IFREG, S_IFLNK: break
    case S_IFDIR: throw .output("\(path): is a folder")
    // As root, to replace a device is possible, and a mistake.
    default: throw .output("\(path): is no regular file, and cannot be replaced by one")
    }
    guard overwrites else { throw .output("\(path): already exists; pass --overwrite") }
  }

  /// Appends bytes to the part.
  mutating func write(_ bytes: Span<UInt8>) throws(SynthesisError) {
    if descriptor < 0 {
      descriptor = unsafe open(part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
      guard descriptor >= 0 else {
        throw .output("\(path): cannot be created: \(Self.text(errno))")
      }
    }
    let problem = unsafe bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[done...])
        let count = unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return errno }
        done += count
      }
      return 0
    }
    guard problem == 0 else { throw .writing("\(path): writing failed: \(Self.text(problem))") }
  }

  /// Gives the file its name.
  mutating func complete() throws(SynthesisError) {
    if descriptor >= 0 {
      let result = close(descriptor)
      descriptor = -1
      guard result == 0 else {
        throw .writing("\(path): writing failed: \(Self.text(errno))")
      }
    }
    // A link fails where the name was taken meanwhile; a rename replaces the file.
    if !overwrites {
      if unsafe link(part, path) == 0 { return }
      guard errno == EPERM || errno == ENOSYS || errno == EOPNOTSUPP else {
        throw .output("\(path): cannot be created: \(Self.text(errno))")
      }
    }
    guard unsafe rename(part, path) == 0 else {
      throw .output("\(path): cannot be created: \(Self.text(errno))")
    }
  }

  private static func text(_ number: Int32) -> String {
    unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
  }
}
