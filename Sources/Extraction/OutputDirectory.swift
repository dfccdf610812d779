import Files

/// The folder that a run writes its files to; it knows which names are those of a run, and refuses a
/// folder that has any.
struct OutputDirectory {
  private let folder: Folder

  /// Makes the folder, with its parents, where there is none, and refuses one that holds the files
  /// of an earlier run unless they may be overwritten.
  init(_ path: String, overwrites: Bool) throws(ExtractionError) {
    do throws(FileError) {
      folder = try Folder(making: path.isEmpty ? "." : path)
      let ours = try folder.names().filter(Self.isOurs)
      if overwrites {
        for name in ours where name.hasSuffix(".part") { folder.remove(name) }
      } else if let first = ours.min() {
        throw FileError(.open, path, .other(Self.refusal(of: first)))
      }
      try folder.checkIsWritable()
    } catch {
      throw ExtractionError(error)
    }
  }

  private static func refusal(of name: String) -> String {
    "already holds \(name); choose another folder, or pass --overwrite"
  }

  var path: String { folder.path }

  func path(of name: String) -> String { folder.path(of: name) }

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
  func remove(_ name: String) { folder.remove(name) }

  /// Gives a completed file its name.
  func complete(
    _ part: String, as name: String, overwrites: Bool
  ) throws(ExtractionError) {
    do throws(FileError) { try folder.complete(part, as: name, replaces: overwrites) } catch {
      throw ExtractionError(error)
    }
  }

  /// Writes a file under another name and gives it its own when it is whole; `content` hands its
  /// bytes out, part by part.
  func write(
    _ name: String, overwrites: Bool, content: (@escaping (Span<UInt8>) -> Void) -> Void
  ) throws(ExtractionError) {
    do throws(FileError) {
      try folder.write(name, replaces: overwrites, content: content)
    } catch {
      // Until the file has its name, messages speak of the part.
      throw ExtractionError(
        error.operation == .name
          ? error : FileError(error.operation, error.path + ".part", error.reason))
    }
  }
}
