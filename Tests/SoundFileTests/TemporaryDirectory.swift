import Glibc

/// A directory of a test's own, gone with it.
final class TemporaryDirectory {
  let path: String

  init() throws {
    struct NoDirectory: Error {}
    var template = Array((P_tmpdir + "/soundfile-XXXXXX").utf8CString)
    guard unsafe mkdtemp(&template) != nil else { throw NoDirectory() }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    for name in names { _ = unsafe unlink(path + "/" + name) }
    _ = unsafe rmdir(path)
  }

  /// What lies in it, in order.
  var names: [String] {
    guard let directory = unsafe opendir(path) else { return [] }
    defer { _ = unsafe closedir(directory) }
    var names = [String]()
    while let entry = unsafe readdir(directory) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  func file(_ name: String) -> String { path + "/" + name }
}

/// The bytes of a file, none where there is no file.
func contents(_ path: String) -> [UInt8] {
  let descriptor = unsafe open(path, O_RDONLY)
  guard descriptor >= 0 else { return [] }
  defer { _ = close(descriptor) }
  var bytes = [UInt8]()
  var block = [UInt8](repeating: 0, count: 65536)
  while true {
    let count = unsafe read(descriptor, &block, block.count)
    guard count > 0 else { return bytes }
    bytes += block[..<count]
  }
}
