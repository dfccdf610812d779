internal import Glibc

extension FileError {
  /// Why something cannot be done with a file, in words that follow its path and a colon.
  ///
  /// Code that does not know the path throws it alone; its caller makes a `FileError` of it.
  package enum Reason: Error, Equatable, CustomStringConvertible {
    /// The system's error number (errno(3)).
    case system(Int32)
    /// What a library says, in its own words.
    case other(String)
    /// The name would end at a byte of zero.
    case zeroByte
    /// The path is empty, ends in a slash or holds a byte of zero.
    case noFileName
    /// The path leads to another file than before.
    case replaced
    case isFolder
    case isNoFolder
    /// A device or the like, which as root could be replaced, by mistake.
    case isSpecial
    /// The name is taken.
    case exists
    /// The name that the file would have while it grows is taken.
    case partExists

    /// Why the last call of the system failed.
    static var last: Reason { .system(errno) }

    /// Nobody is left to read from a pipe.
    package static let brokenPipe = Reason.system(EPIPE)

    package var description: String {
      switch self {
      case .system(let number):
        unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
      case .other(let words): words
      case .zeroByte: "its name holds a zero byte"
      case .noFileName: "is not the name of a file to write"
      case .replaced: "another file has taken its place"
      case .isFolder: "is a folder"
      case .isNoFolder: "is not a folder"
      case .isSpecial: "is no regular file, and cannot be replaced by one"
      case .exists, .partExists: "already exists"
      }
    }
  }
}
