internal import Glibc

extension FileDescriptor {
  /// Makes a new file for reading and writing; never opens one that is there, nor a link.
  ///
  /// The mode is 0666, less the umask.
  package init(creating path: String) throws(FileError.Reason) {
    try self.init(creating: path, in: nil)
  }

  /// Makes a new file in a folder, or by its path alone.
  init(creating name: String, in folder: Folder?) throws(FileError.Reason) {
    try self.init(name, in: folder, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW)
  }

  /// Opens a file that is there, and no link, for reading and writing.
  package init(updating path: String) throws(FileError.Reason) {
    try self.init(path, O_RDWR | O_NOFOLLOW)
  }

  /// Opens a file for reading and writing that must still be the one it was.
  package init(
    updating path: String, ifStill identity: FileStatus.Identity
  ) throws(FileError.Reason) {
    let file = try FileDescriptor(updating: path)
    guard try file.identity() == identity else { throw .replaced }
    self = file
  }

  /// Opens a file for reading.
  ///
  /// A FIFO waits for its writer; where a signal interrupts that, `goesOn` says whether to wait on.
  package init(
    reading path: String, whenInterrupted goesOn: () -> Bool
  ) throws(FileError.Reason) {
    try self.init(path, O_RDONLY | O_NOCTTY, whenInterrupted: goesOn)
  }

  /// Opens a pipe or device that is there for writing; a pipe waits for its reader, or a signal.
  init(writingTo path: String) throws(FileError.Reason) {
    try self.init(path, O_WRONLY | O_NOCTTY | O_NOFOLLOW) { false }
  }

  /// Opens a folder, to use names in it.
  init(folder path: String) throws(FileError.Reason) {
    try self.init(path, O_RDONLY | O_DIRECTORY)
  }

  /// Makes a file without a name in a folder.
  init(temporaryIn folder: String) throws(FileError.Reason) {
    var name = Array("\(folder)/rtp2wav-XXXXXX".utf8CString)
    let number = unsafe name.withUnsafeMutableBufferPointer { name in
      guard let name = name.baseAddress else { return Int32(-1) }
      let number = unsafe mkstemp(name)
      if number >= 0 { _ = unsafe unlink(name) }
      return number
    }
    guard number >= 0 else { throw .last }
    self.init(owning: number)
  }

  init(
    _ path: String, in folder: Folder? = nil, _ flags: Int32,
    whenInterrupted goesOn: () -> Bool = { true }
  ) throws(FileError.Reason) {
    guard !path.utf8.contains(0) else { throw .zeroByte }
    let place = folder.place
    while true {
      let number = unsafe openat(place, path, flags | O_CLOEXEC, 0o666)
      if number >= 0 {
        self.init(owning: number)
        return
      }
      guard errno == EINTR, goesOn() else { throw .last }
    }
  }
}
