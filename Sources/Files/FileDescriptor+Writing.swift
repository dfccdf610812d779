internal import Glibc

extension FileDescriptor {
  /// Writes all bytes behind those written before.
  package func write(_ bytes: Span<UInt8>) throws(FileError.Reason) {
    try unsafe bytes.withUnsafeBytes { (bytes) throws(FileError.Reason) in
      var done = 0
      try Self.untilDone(bytes.count, &done, atEnd: ENOSPC) { done in
        let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[done...])
        return unsafe Glibc.write(number, rest.baseAddress, rest.count)
      }
    }
  }

  /// Writes all bytes from `offset` on.
  package func write(_ bytes: Span<UInt8>, at offset: Int) throws(FileError.Reason) {
    var written = 0
    try write(bytes, Span(), at: offset, &written)
  }

  /// Writes bytes, then numbers as they lie in memory, from `offset` on, in one system call where the
  /// system takes them; counts the bytes written, where it fails too.
  package func write(
    _ bytes: Span<UInt8>, _ numbers: Span<Int16>, at offset: Int, _ written: inout Int
  ) throws(FileError.Reason) {
    try unsafe bytes.withUnsafeBytes { (bytes) throws(FileError.Reason) in
      try unsafe numbers.withUnsafeBytes { (numbers) throws(FileError.Reason) in
        try Self.untilDone(bytes.count + numbers.count, &written, atEnd: ENOSPC) { written in
          let front = min(written, bytes.count)
          return unsafe withUnsafeTemporaryAllocation(of: iovec.self, capacity: 2) { pieces in
            unsafe pieces[0] = Self.piece(bytes, from: front)
            unsafe pieces[1] = Self.piece(numbers, from: written - front)
            return unsafe pwritev(number, pieces.baseAddress, 2, off_t(offset + written))
          }
        }
      }
    }
  }

  private static func piece(_ bytes: UnsafeRawBufferPointer, from start: Int) -> iovec {
    unsafe iovec(
      iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress.map { unsafe $0 + start }),
      iov_len: bytes.count - start)
  }

  /// Calls the system until it has taken, or given, all bytes: it may take a part at a time, and a
  /// signal may interrupt it; `last` is the error where it takes none.
  @inline(__always)
  static func untilDone(
    _ count: Int, _ done: inout Int, atEnd last: Int32, _ call: (Int) -> Int
  ) throws(FileError.Reason) {
    while done < count {
      let step = call(done)
      if step < 0, errno == EINTR { continue }
      guard step > 0 else { throw .system(step == 0 ? last : errno) }
      done += step
    }
  }
}
