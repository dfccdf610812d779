internal import Glibc

/// An open file, closed when it is dropped.
///
/// It does not know its path, so that it throws reasons only.
package struct FileDescriptor: ~Copyable, Sendable {
  /// Negative once it was closed.
  private(set) var number: Int32
  private let isOwned: Bool

  deinit { if isOpen, isOwned { _ = Glibc.close(number) } }

  /// Uses a descriptor that someone else opened and will close.
  package init(borrowing number: Int32) {
    self.number = number
    isOwned = false
  }

  /// Becomes the owner of a descriptor.
  init(owning number: Int32) {
    self.number = number
    isOwned = true
  }

  package var isOpen: Bool { number >= 0 }

  package func status() throws(FileError.Reason) -> FileStatus {
    try FileStatus(ofDescriptor: number)
  }

  /// What tells the file from another that takes its name.
  package func identity() throws(FileError.Reason) -> FileStatus.Identity { try status().identity }

  package var isTerminal: Bool { isatty(number) == 1 }

  /// Cuts the file off.
  package func truncate(to length: Int) {
    _ = ftruncate(number, off_t(length))
  }

  /// Closes the file, which may be when the system finds that it has no room for it.
  package mutating func close() throws(FileError.Reason) {
    let closing = number
    number = -1
    // What a signal interrupts is closed all the same.
    guard !isOwned || Glibc.close(closing) == 0 || errno == EINTR else { throw .last }
  }

  /// Gives the number away to an owner who will close it.
  package consuming func release() -> Int32 {
    let number = number
    discard self
    return number
  }

  /// Descriptors that the process may have open at a time.
  package static var limit: Int {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
      return 256
    }
    return Int(clamping: limit.rlim_cur)
  }
}
