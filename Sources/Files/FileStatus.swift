internal import Glibc

/// What the system says of a file (stat(2)).
package struct FileStatus: Sendable {
  package enum Kind: Sendable {
    case regular
    case folder
    case symbolicLink
    case pipe
    /// A terminal, `/dev/null` and the like.
    case characterDevice
    case other
  }

  /// What tells a file from another that took its name.
  package struct Identity: Equatable, Sendable {
    let device: UInt
    let inode: UInt
  }

  package let kind: Kind
  /// Bytes in it.
  package let size: Int
  package let identity: Identity

  /// Asks about a path; of a symbolic link about what it leads to, if it is to be followed.
  init(of path: String, followsLink: Bool) throws(FileError.Reason) {
    var status = stat()
    let flags = followsLink ? 0 : AT_SYMLINK_NOFOLLOW
    guard unsafe fstatat(AT_FDCWD, path, &status, flags) == 0 else { throw .last }
    self.init(status)
  }

  /// Asks about an open file.
  init(ofDescriptor number: Int32) throws(FileError.Reason) {
    var status = stat()
    guard unsafe fstat(number, &status) == 0 else { throw .last }
    self.init(status)
  }

  private init(_ status: stat) {
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .folder
      case S_IFLNK: .symbolicLink
      case S_IFIFO: .pipe
      case S_IFCHR: .characterDevice
      default: .other
      }
    size = Int(status.st_size)
    identity = Identity(device: UInt(status.st_dev), inode: UInt(status.st_ino))
  }
}
