internal import CLinux
import Glibc

/// The folder that files are written to: what is in it already, and completing what is new.
struct OutputDirectory {
  /// The open folder, so that the system need not walk its path for each file.
  private final class Folder: Sendable {
    let descriptor: Int32

    init(_ path: String) throws(ExtractionError) {
      descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      guard descriptor >= 0 else { throw .output("\(path): \(systemErrorText(errno))") }
    }

    deinit { _ = close(descriptor) }
  }

  let path: String
  private let folder: Folder

  /// Makes the folder, with its parents, where there is none, and refuses one that holds the files
  /// of an earlier run unless they may be overwritten.
  init(_ path: String, overwrites: Bool) throws(ExtractionError) {
    self.path = path.isEmpty ? "." : path
    try Self.makeFolder(self.path)
    folder = try Folder(self.path)
    let names = try Self.names(in: self.path)
    let ours = names.filter(Self.isOurs)
    if overwrites {
      for name in ours where name.hasSuffix(".part") { remove(name) }
    } else if let first = ours.min() {
      throw .output(
        "\(path): already holds \(first); choose another folder, or pass --overwrite")
    }
    guard unsafe access(self.path, W_OK | X_OK) == 0 else {
      throw .output("\(path): \(systemErrorText(errno))")
    }
  }

  func path(of name: String) -> String { path + "/" + name }

  private static func makeFolder(_ path: String) throws(ExtractionError) {
    var made = ""
    var refusal: Int32 = 0
    for part in path.split(separator: "/", omittingEmptySubsequences: false) {
      made += made.isEmpty && part.isEmpty ? "/" : (made.isEmpty || made == "/" ? "" : "/") + part
      refusal = unsafe mkdir(made, 0o777) == 0 ? 0 : errno
      // A folder that may not be made may be there already.
      guard [0, EEXIST, EISDIR, EROFS, EACCES].contains(refusal) else {
        throw .output("\(path): cannot be created: \(systemErrorText(refusal))")
      }
    }
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      let problem = [EACCES, EROFS].contains(refusal) ? refusal : errno
      throw .output("\(path): cannot be created: \(systemErrorText(problem))")
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw .output("\(path): is not a folder")
    }
  }

  private static func names(in path: String) throws(ExtractionError) -> [String] {
    guard let folder = unsafe opendir(path) else {
      throw .output("\(path): \(systemErrorText(errno))")
    }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      names.append(name)
    }
    return names
  }

  /// Whether a name is one that a run writes: the report, or the audio or labels of a
  /// stream or call.
  private static func isOurs(_ fileName: String) -> Bool {
    let name = fileName.hasSuffix(".part") ? fileName.dropLast(5) : fileName[...]
    if name == "streams.json" { return true }
    guard let dot = name.lastIndex(of: "."),
      ["wav", "rf64", "w64", "flac", "au", "txt"].contains(name[name.index(after: dot)...])
    else { return false }
    let stem = name[..<dot]
    let parts = stem.split(separator: "-", omittingEmptySubsequences: false)
    if parts.count == 2, parts[0] == "call" { return Int(parts[1]) != nil }
    return parts.count <= 2 && parts[0].count == 8 && parts[0].allSatisfy(\.isHexDigit)
      && (parts.count == 1 || Int(parts[1]) != nil)
  }

  /// Takes a file of an earlier run away, where there is one.
  func remove(_ name: String) {
    _ = unsafe unlink(path(of: name))
  }

  /// Gives a completed file its name.
  func complete(
    _ part: String, as name: String, overwrites: Bool
  ) throws(ExtractionError) {
    let folder = folder.descriptor
    if overwrites {
      guard unsafe renameat(folder, part, folder, name) == 0 else {
        throw .output("\(path(of: name)): \(systemErrorText(errno))")
      }
      return
    }
    // One call where the file system can do it; a plain rename would replace a file of that name, and
    // a link fails, too.
    if unsafe renameat2(folder, part, folder, name, UInt32(RENAME_NOREPLACE)) == 0 { return }
    guard errno != EEXIST, unsafe linkat(folder, part, folder, name, 0) == 0 else {
      if errno == EPERM || errno == ENOSYS || errno == EOPNOTSUPP {
        return try complete(part, as: name, overwrites: true)
      }
      throw .output("\(path(of: name)): \(systemErrorText(errno))")
    }
    _ = unsafe unlinkat(folder, part, 0)
  }
}
