extension SoundFileWriter {
  /// Appends so many frames of silence.
  package mutating func writeSilence(_ frames: Int64) throws(SoundFileError) {
    guard frames > 0 else { return }
    let block = [Int16](repeating: 0, count: 8192 * format.channels)
    var rest = frames
    while rest > 0 {
      let count = Int(min(rest, 8192))
      try write(block.span.extracting(0..<count * format.channels))
      rest -= Int64(count)
    }
  }
}
