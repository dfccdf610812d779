import NetworkBytes

/// One direction of a TCP connection: which byte comes next, and what came before its time.
struct TCPDirection {
  /// Segments held while bytes before them are missing.
  static let maximumHeld = 64
  /// Bytes held.
  static let maximumHeldBytes = 256 * 1024
  /// How long a hole is waited for, in nanoseconds of capture time; a sender repeats sooner.
  static let patience: Int64 = 3_000_000_000

  /// A segment that waits for bytes before it.
  struct Held {
    let sequenceNumber: UInt32
    /// Bytes that were sent; `bytes` has fewer if the packet was snapped.
    let length: Int
    let bytes: [UInt8]
    let origin: PacketOrigin
  }

  let source: SocketAddress
  let destination: SocketAddress
  /// The sequence number of the next byte to hand out.
  var next: UInt32
  /// That of the first byte of the connection, if its SYN was seen.
  var first: UInt32?
  /// Whether what is handed out next does not follow on what was handed out last.
  var isDiscontinuous = true
  /// In order of sequence number.
  private(set) var held: [Held] = []
  private(set) var heldBytes = 0
  /// Capture time at which the hole before `held` was seen.
  private var gapTime: Int64 = 0

  init(source: SocketAddress, destination: SocketAddress, next: UInt32) {
    self.source = source
    self.destination = destination
    self.next = next
  }

  /// How far `sequenceNumber` is ahead of the next byte; negative if it was there already.
  func distance(_ sequenceNumber: UInt32) -> Int { Int(Int32(bitPattern: sequenceNumber &- next)) }

  /// Begins anew at `next`; the number of bytes that were held and are now lost.
  mutating func restart(at next: UInt32, first: UInt32? = nil) -> Int {
    let lost = heldBytes
    self = TCPDirection(source: source, destination: destination, next: next)
    self.first = first
    return lost
  }

  /// Keeps a segment that is ahead; false if the same one is held already.
  mutating func hold(_ segment: TCPSegment, _ data: Span<UInt8>, _ origin: PacketOrigin) -> Bool {
    let ahead = distance(segment.sequenceNumber)
    var index = held.count
    while index > 0, distance(held[index - 1].sequenceNumber) > ahead { index -= 1 }
    if index > 0, held[index - 1].sequenceNumber == segment.sequenceNumber,
      held[index - 1].bytes.count >= data.count
    {
      return false
    }
    if held.isEmpty { gapTime = origin.time }
    var bytes: [UInt8] = []
    bytes.append(copying: data)
    held.insert(
      Held(
        sequenceNumber: segment.sequenceNumber, length: segment.claimed, bytes: bytes,
        origin: origin),
      at: index)
    heldBytes += bytes.count
    return true
  }

  /// Whether the hole before what is held is to be given up.
  func isPatienceOver(at time: Int64) -> Bool {
    held.count > Self.maximumHeld || heldBytes > Self.maximumHeldBytes
      || time &- gapTime > Self.patience
  }

  /// Whether the next byte is held.
  var isHeldNext: Bool {
    guard let first = held.first else { return false }
    return distance(first.sequenceNumber) <= 0
  }

  /// Appends the held bytes that follow without a hole to `output`.
  ///
  /// Ends after a snapped segment: the bytes after it are discontinuous.
  mutating func release(into output: inout [UInt8], at time: Int64) {
    var count = 0
    while count < held.count, case let ahead = distance(held[count].sequenceNumber), ahead <= 0 {
      let segment = held[count]
      count += 1
      heldBytes -= segment.bytes.count
      guard -ahead < segment.length else { continue }
      if -ahead < segment.bytes.count {
        output.append(copying: segment.bytes.span.extracting(droppingFirst: -ahead))
      }
      next = segment.sequenceNumber &+ UInt32(truncatingIfNeeded: segment.length)
      if segment.bytes.count < segment.length {
        isDiscontinuous = true
        break
      }
    }
    held.removeFirst(count)
    gapTime = time
  }
}
