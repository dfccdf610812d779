/// A file that is `NAME.part` while it grows and gets its name when it is whole.
///
/// Where it is dropped before, the part is removed. A whole file whose name was taken meanwhile
/// stays `NAME.part`.
package struct GrowingFile: ~Copyable {
  private enum Target {
    /// A name, to be given in a folder, or a path.
    case name(String, Folder?)
    /// A pipe, a device or the like, which is written to as it is.
    case stream(String)
  }

  private let target: Target
  private let replaces: Bool
  private var file: FileDescriptor?
  /// Whether there may be a part that is not whole.
  private var isPending = true

  deinit {
    if isPending, case .name(let name, let folder) = target {
      FileName.remove(name + ".part", in: folder)
    }
  }

  /// Begins a file whose name is free, unless it may replace what has it.
  ///
  /// The part is made by the first bytes; another writer may make it instead. A part that an earlier
  /// try left behind is replaced if the file may be.
  package init(_ name: String, in folder: Folder? = nil, replaces: Bool) {
    if replaces { FileName.remove(name + ".part", in: folder) }
    target = .name(name, folder)
    self.replaces = replaces
  }

  /// Begins a file at a path that a user gave, which replaces a file or a link of that name; a
  /// pipe, a character device or an open descriptor, such as `/dev/stdout`, is written to instead.
  package init(replacingOrStreamingTo path: String) throws(FileError) {
    if let stream = try Self.stream(path) {
      target = .stream(path)
      file = consume stream
    } else {
      try Self.check(path, replaces: true)
      FileName.remove(path + ".part")
      target = .name(path, nil)
    }
    replaces = true
  }

  /// The path that the file gets.
  package var path: String {
    switch target {
    case .name(let name, let folder): folder?.path(of: name) ?? name
    case .stream(let path): path
    }
  }

  /// The path that it has until then.
  package var part: String { path + ".part" }

  /// Makes the part.
  private mutating func create() throws(FileError) {
    guard file == nil, case .name(let name, let folder) = target else { return }
    do throws(FileError.Reason) {
      file = try FileDescriptor(creating: name + ".part", in: folder)
    } catch {
      isPending = false
      throw FileError(.create, path, error)
    }
  }

  /// Appends bytes, of which there may be none.
  package mutating func write(_ bytes: Span<UInt8>) throws(FileError) {
    try create()
    do throws(FileError.Reason) { try file?.write(bytes) } catch {
      throw FileError(.write, path, error)
    }
  }

  /// Leaves the part alone from now on, as it is of somebody else.
  package mutating func disownPart() { isPending = false }

  /// Ends the file and gives it its name.
  package mutating func complete() throws(FileError) {
    do throws(FileError.Reason) { try file?.close() } catch {
      throw FileError(.write, path, error)
    }
    file = nil
    isPending = false
    guard case .name(let name, let folder) = target else { return }
    do throws(FileError.Reason) {
      try FileName.complete(name + ".part", as: name, in: folder, replaces: replaces)
    } catch {
      throw FileError(.name, path, error)
    }
  }
}
