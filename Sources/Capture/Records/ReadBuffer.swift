import NetworkBytes

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

  private(set) var bytes: ByteBlock
  /// Where the next byte to use lies in `bytes`.
  var position = 0
  private(set) var descriptor: InputDescriptor
  /// Nil for what is not compressed.
  private(set) var decompression: Decompression?
  private var end = 0
  private var bytesRead = 0
  private var isAtEnd = false

  init(_ descriptor: consuming InputDescriptor, chunkLength: Int = Self.chunkLength) {
    bytes = ByteBlock(count: chunkLength)
    self.descriptor = descriptor
  }

  /// Bytes read and not yet used.
  var available: Int { end &- position }

  /// All bytes of the chunk that have been read.
  var read: Span<UInt8> {
    @_lifetime(borrow self)
    get { bytes.span.extracting(first: end) }
  }

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
        bytes.grow(to: min(count, bytes.count * 2))
      }
      let start = end
      switch try Self.read(into: &bytes, from: start, &decompression, &descriptor) {
      case .bytes(let count):
        end += count
        bytesRead += count
      case .end: isAtEnd = true
      case .idle: return .idle
      }
    }
    return .ready
  }

  private static func read(
    into bytes: inout ByteBlock, from start: Int, _ decompression: inout Decompression?,
    _ descriptor: inout InputDescriptor
  ) throws(CaptureError) -> InputDescriptor.Outcome {
    var whole = bytes.mutableSpan
    var room = whole._mutatingExtracting(start..<whole.count)
    if let outcome = try decompression?.read(into: &room, &descriptor) { return outcome }
    return try descriptor.read(into: &room)
  }

  /// Takes what was read so far, and all that follows, as compressed; false where that cannot be
  /// decompressed.
  mutating func decompress(_ compression: Compression) -> Bool {
    guard
      let decompression = Decompression(
        compression, beginning: bytes.span.extracting(position..<end).copied)
    else { return false }
    self.decompression = decompression
    (position, end, isAtEnd) = (0, 0, false)
    return true
  }

  private mutating func moveToFront() {
    guard position > 0 else { return }
    bytes.moveToFront(position..<end)
    end = available
    position = 0
  }

  /// Makes room for a whole chunk, if there was less.
  mutating func widen() {
    bytes.grow(to: Self.chunkLength)
  }

  /// Uses up everything that was read.
  mutating func discard() { position = end }
}
