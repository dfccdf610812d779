internal import Glibc

/// Standard input, output and error, as the system has them.
package enum StandardStream: Int32 {
  case input = 0
  case output = 1
  case error = 2

  /// Opens /dev/null in the place of those that the caller has closed, lest an audio file get their
  /// number and with it what is meant for the user.
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
