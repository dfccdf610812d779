import Files

extension SoundFileWriter {
  /// Replaces a WAV that is about to pass 4 GiB by an RF64 with the same samples.
  ///
  /// A RIFF header has no room for 64-bit sizes, so the samples are copied, once in the life of a
  /// file. The copy takes the name when it is whole; until then, and where it fails, the WAV stays.
  mutating func becomeRF64() throws(SoundFileError) {
    let copyPath = path + ".rf64"
    var format = format
    format.container = .rf64
    do throws(FileError.Reason) {
      try plain?.updateHeader()
      try handle?.updateHeader()
      var source = try SoundFileHandle(reading: path)
      let file = try FileDescriptor(creating: copyPath)
      let copyIdentity = try file.identity()
      do throws(FileError.Reason) {
        var copy = try SoundFileHandle(writing: format, to: file)
        try Self.copy(from: &source, to: &copy, wholeFramesOf: format.bytesPerFrame)
        try copy.updateHeader()
        try FileName.move(copyPath, to: path)
        plain = nil
        handle = consume copy
      } catch {
        FileName.remove(copyPath)
        throw error
      }
      identity = copyIdentity
      self.format = format
    } catch {
      throw .writeFailed(path: path, reason: error.description)
    }
  }

  private static func copy(
    from source: inout SoundFileHandle, to copy: inout SoundFileHandle, wholeFramesOf size: Int
  ) throws(FileError.Reason) {
    var block = [UInt8](repeating: 0, count: (1 << 20) / size * size)
    while true {
      var room = block.mutableSpan
      // A byte that pads the chunk may be taken for data.
      let count = source.read(into: &room) / size * size
      guard count > 0 else { return }
      try copy.write(raw: block.span.extracting(first: count))
    }
  }
}
