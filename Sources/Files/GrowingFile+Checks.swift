extension GrowingFile {
  /// Throws where a path is taken and may not be replaced, or never can be; of a symbolic link the
  /// link itself is meant.
  package static func check(_ path: String, replaces: Bool) throws(FileError) {
    guard !path.isEmpty, !path.hasSuffix("/"), !path.utf8.contains(0) else {
      throw FileError(.open, path, .noFileName)
    }
    switch kind(path) {
    case nil: break
    case .regular, .symbolicLink:
      guard replaces else { throw FileError(.open, path, .exists) }
    case .folder: throw FileError(.open, path, .isFolder)
    case .pipe, .characterDevice, .other: throw FileError(.open, path, .isSpecial)
    }
    let part = path + ".part"
    guard let kind = kind(part), !replaces || kind == .folder else { return }
    throw FileError(.open, part, .partExists)
  }

  /// What has a name; nil where nothing has.
  private static func kind(_ path: String) -> FileStatus.Kind? {
    try? FileStatus(of: path, followsLink: false).kind
  }

  /// Opens what a path names if bytes go through it and are not kept; nil for any other path.
  static func stream(_ path: String) throws(FileError) -> FileDescriptor? {
    do throws(FileError.Reason) {
      if let number = descriptor(path) {
        let stream = FileDescriptor(borrowing: number)
        _ = try stream.status()
        return stream
      }
      guard [.pipe, .characterDevice].contains(kind(path)) else { return nil }
      return try FileDescriptor(writingTo: path)
    } catch {
      throw FileError(.create, path, error)
    }
  }

  /// The open descriptor that a path names; to open that path anew would begin a file, if it is one,
  /// from its start.
  private static func descriptor(_ path: String) -> Int32? {
    switch path {
    case "/dev/stdout": return 1
    case "/dev/stderr": return 2
    default:
      for folder in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(folder) {
        return Int32(path.dropFirst(folder.count)).flatMap { $0 >= 0 ? $0 : nil }
      }
      return nil
    }
  }
}
