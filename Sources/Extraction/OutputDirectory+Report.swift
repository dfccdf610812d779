import Glibc

extension OutputDirectory {
  /// Writes a file under another name and gives it its own when it is whole; `content` hands its
  /// bytes out, part by part.
  func write(
    _ name: String, overwrites: Bool, content: (@escaping (Span<UInt8>) -> Void) -> Void
  ) throws(ExtractionError) {
    let part = name + ".part"
    if overwrites { remove(part) }
    let descriptor = unsafe open(
      path(of: part), O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw .output("\(path(of: part)): cannot be created: \(systemErrorText(errno))")
    }
    var problem: Int32 = 0
    content { bytes in
      guard problem == 0 else { return }
      unsafe bytes.withUnsafeBytes { unsafe problem = Self.write($0, to: descriptor) }
    }
    if close(descriptor) != 0, problem == 0 { problem = errno }
    guard problem == 0 else {
      throw .writing("\(path(of: part)): \(systemErrorText(problem))")
    }
    try complete(part, as: name, overwrites: overwrites)
  }

  /// Writes all bytes; returns the error number, 0 where there is none.
  private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
    var rest = unsafe bytes[...]
    while unsafe !rest.isEmpty {
      let count = unsafe Glibc.write(
        descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return errno }
      unsafe rest = rest.dropFirst(count)
    }
    return 0
  }
}
