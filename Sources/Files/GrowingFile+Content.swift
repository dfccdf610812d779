extension GrowingFile {
  /// Holds a file while a closure that cannot throw writes to it.
  private final class Output {
    private var file: GrowingFile
    private var failure: FileError?

    init(_ file: consuming GrowingFile) { self.file = file }

    /// Appends bytes; after a failure nothing.
    func append(_ bytes: Span<UInt8>) {
      guard failure == nil else { return }
      do throws(FileError) { try file.write(bytes) } catch { failure = error }
    }

    func complete() throws(FileError) {
      if let failure { throw failure }
      try file.complete()
    }
  }

  /// Writes the whole file and gives it its name; `content` hands its bytes out, part by part.
  package consuming func write(
    content: (@escaping (Span<UInt8>) -> Void) -> Void
  ) throws(FileError) {
    let output = Output(self)
    // An empty file is one, too.
    output.append(Span())
    content { output.append($0) }
    try output.complete()
  }
}
