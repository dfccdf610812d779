internal import Glibc

extension FileDescriptor {
  /// Reads the bytes that are ready to the front of `bytes`, as many as fit; returns how many, 0 at
  /// the end of the file, nil where none are ready yet.
  @_lifetime(bytes: copy bytes)
  package func read(into bytes: inout MutableSpan<UInt8>) throws(FileError.Reason) -> Int? {
    let count = unsafe bytes.withUnsafeMutableBytes { room in
      unsafe Glibc.read(number, room.baseAddress, room.count)
    }
    if count >= 0 { return count }
    guard errno == EINTR || errno == EAGAIN else { throw .last }
    return nil
  }

  /// Waits until there are bytes to read, or the end of the file; false where neither has come within
  /// so many milliseconds, or a signal came first.
  package func isReadable(within milliseconds: Int) throws(FileError.Reason) -> Bool {
    var request = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    let ready = unsafe poll(&request, 1, Int32(clamping: milliseconds))
    guard ready >= 0 || errno == EINTR else { throw .last }
    return ready > 0
  }

  /// Reads `count` bytes from `offset`; fewer at the end of the file.
  package func read(_ count: Int, at offset: Int) throws(FileError.Reason) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let got = unsafe bytes.withUnsafeMutableBytes { bytes in
      unsafe pread(number, bytes.baseAddress, bytes.count, off_t(offset))
    }
    guard got >= 0 else { throw .last }
    return Array(bytes.prefix(got))
  }

  /// Fills two pieces of memory from `offset` on, in one system call where the system does so.
  func fill(
    _ first: UnsafeMutableRawBufferPointer, _ second: UnsafeMutableRawBufferPointer, at offset: Int
  ) throws(FileError.Reason) {
    var done = 0
    try Self.untilDone(first.count + second.count, &done, atEnd: EIO) { done in
      let front = min(done, first.count)
      return unsafe withUnsafeTemporaryAllocation(of: iovec.self, capacity: 2) { pieces in
        unsafe pieces[0] = Self.piece(first, from: front)
        unsafe pieces[1] = Self.piece(second, from: done - front)
        return unsafe preadv(number, pieces.baseAddress, 2, off_t(offset + done))
      }
    }
  }

  private static func piece(_ bytes: UnsafeMutableRawBufferPointer, from start: Int) -> iovec {
    unsafe iovec(
      iov_base: bytes.baseAddress.map { unsafe $0 + start }, iov_len: bytes.count - start)
  }
}
