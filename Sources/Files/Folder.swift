internal import Glibc

/// An open folder: the system need not walk its path for each name in it.
package final class Folder: Sendable {
  package let path: String
  private let descriptor: FileDescriptor

  /// Opens the folder; makes it, with its parents, where there is none.
  package init(making path: String) throws(FileError) {
    self.path = path
    try Self.make(path)
    do throws(FileError.Reason) { descriptor = try FileDescriptor(folder: path) } catch {
      throw FileError(.open, path, error)
    }
  }

  var number: Int32 { descriptor.number }

  package func path(of name: String) -> String { path + "/" + name }

  private static func make(_ path: String) throws(FileError) {
    var made = ""
    var refusal: Int32 = 0
    for part in path.split(separator: "/", omittingEmptySubsequences: false) {
      made += made.isEmpty && part.isEmpty ? "/" : (made.isEmpty || made == "/" ? "" : "/") + part
      refusal = unsafe mkdir(made, 0o777) == 0 ? 0 : errno
      // A folder that may not be made may be there already.
      guard [0, EEXIST, EISDIR, EROFS, EACCES].contains(refusal) else {
        throw FileError(.create, path, .system(refusal))
      }
    }
    let status: FileStatus
    do throws(FileError.Reason) { status = try FileStatus(of: path, followsLink: true) } catch {
      throw FileError(.create, path, [EACCES, EROFS].contains(refusal) ? .system(refusal) : error)
    }
    guard status.kind == .folder else { throw FileError(.open, path, .isNoFolder) }
  }

  /// The names in the folder, in no order, those of itself and its parent among them.
  package func names() throws(FileError) -> [String] {
    guard let entries = unsafe opendir(path) else { throw FileError(.open, path, .last) }
    defer { unsafe closedir(entries) }
    var names: [String] = []
    while let entry = unsafe readdir(entries) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      names.append(name)
    }
    return names
  }

  /// Throws where no files can be made in the folder.
  package func checkIsWritable() throws(FileError) {
    guard unsafe access(path, W_OK | X_OK) == 0 else { throw FileError(.open, path, .last) }
  }

  /// Takes a file away, where there is one.
  package func remove(_ name: String) { FileName.remove(name, in: self) }

  /// Gives a finished file its name; a file of that name is replaced, or is an error.
  package func complete(_ part: String, as name: String, replaces: Bool) throws(FileError) {
    do throws(FileError.Reason) {
      try FileName.complete(part, as: name, in: self, replaces: replaces)
    } catch {
      throw FileError(.name, path(of: name), error)
    }
  }

  /// Writes a file that gets its name when it is whole; `content` hands its bytes out, part by part.
  package func write(
    _ name: String, replaces: Bool, content: (@escaping (Span<UInt8>) -> Void) -> Void
  ) throws(FileError) {
    try GrowingFile(name, in: self, replaces: replaces).write(content: content)
  }
}
