/// The bytes of an input that have been read and not yet used, in one chunk.
struct ReadBuffer: ~Copyable {
  enum Availability {
    case ready
    /// A second has passed; asking again goes on.
    case idle
    /// The input ends before.
    case ended
  }

  /// What is read at once; the chunk grows only for a record that is longer.
  static let chunkLength = 256 * 1024

  private(set) var bytes: [UInt8]
  /// Where the next byte to use lies in `bytes`.
  var position = 0
  private(set) var descriptor: FileDescriptor
  /// Nil for what is not compressed.
  private(set) var decompression: Decompression?
  private var end = 0
  private var bytesRead = 0
  private var isAtEnd = false

  init(_ descriptor: consuming FileDescriptor, chunkLength: Int = Self.chunkLength) {
    bytes = [UInt8](repeating: 0, count: chunkLength)
    self.descriptor = descriptor
  }

  /// Bytes read and not yet used.
  var available: Int { end - position }

  /// Bytes of the input that were used, before decompression.
  var consumed: Int { decompression?.consumed ?? bytesRead - available }

  /// Sees to it that `count` bytes from `position` on are there.
  @inline(__always)
  mutating func require(_ count: Int) throws(CaptureError) -> Availability {
    available >= count ? .ready : try fill(count)
  }

  @inline(never)
  private mutating func fill(_ count: Int) throws(CaptureError) -> Availability {
    moveToFront()
    while available < count {
      if isAtEnd { return .ended }
      if end == bytes.count {
        // Doubled only after it was filled: a length that lies costs no more memory than its file.
        let growth = min(count, bytes.count * 2) - bytes.count
        bytes.append(contentsOf: repeatElement(0, count: growth))
      }
      let start = end
      switch try read(from: start) {
      case .bytes(let count):
        end += count
        bytesRead += count
      case .end: isAtEnd = true
      case .idle: return .idle
      }
    }
    return .ready
  }

  private mutating func read(from start: Int) throws(CaptureError) -> FileDescriptor.Outcome {
    if let outcome = try decompression?.read(into: &bytes, from: start, &descriptor) {
      return outcome
    }
    return try descriptor.read(into: &bytes, from: start)
  }

  /// Takes what was read so far, and all that follows, as compressed; false where that cannot be
  /// decompressed.
  mutating func decompress(_ compression: Compression) -> Bool {
    guard let decompression = Decompression(compression, beginning: Array(bytes[position..<end]))
    else { return false }
    self.decompression = decompression
    (position, end, isAtEnd) = (0, 0, false)
    return true
  }

  private mutating func moveToFront() {
    guard position > 0 else { return }
    let (start, count) = (position, available)
    var span = bytes.mutableSpan
    for index in 0..<count { span[index] = span[start + index] }
    position = 0
    end = count
  }

  /// Makes room for a whole chunk, if there was less.
  mutating func widen() {
    let missing = Self.chunkLength - bytes.count
    if missing > 0 { bytes.append(contentsOf: repeatElement(0, count: missing)) }
  }

  /// Uses up everything that was read.
  mutating func discard() { position = end }
}
