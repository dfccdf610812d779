import Glibc

/// Standard input, output and error, as the system has them.
enum StandardStreams {
  /// Opens /dev/null in the place of those that the caller has closed, lest an audio file get their
  /// number and with it what is meant for the user.
  static func open() {
    while true {
      let number = unsafe Glibc.open("/dev/null", O_RDWR)
      guard number >= 0, number <= STDERR_FILENO else {
        if number >= 0 { close(number) }
        return
      }
    }
  }

  /// Writes all bytes; returns the error number, 0 where there is none.
  static func write(_ bytes: Span<UInt8>, to descriptor: Int32) -> Int32 {
    unsafe bytes.withUnsafeBytes { buffer in
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
  }

  /// The system's sentence for an error number.
  static func text(of number: Int32) -> String {
    unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
  }

  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }
}
