internal import Glibc

/// Standard input, output and error, as the system has them.
package enum StandardStream: Int32 {
  case input = 0
  case output = 1
  case error = 2

  /// Opens /dev/null for each of the three that the caller has closed, so that no audio file gets its
  /// number, and with it the messages for the user.
  package static func openAll() {
    while let file = try? FileDescriptor("/dev/null", O_RDWR) {
      guard file.number <= Self.error.rawValue else { return }
      _ = file.release()
    }
  }

  /// Writes all bytes.
  package func write(_ bytes: Span<UInt8>) throws(FileError.Reason) {
    try FileDescriptor(borrowing: rawValue).write(bytes)
  }

  package var isTerminal: Bool { FileDescriptor(borrowing: rawValue).isTerminal }
}
