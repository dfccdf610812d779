/// Cuts one direction of a TCP connection into SIP messages by their Content-Length (RFC 3261,
/// section 18.3).
///
/// After bytes that are missing or are no SIP it looks for the next line that begins a message.
struct SIPFramer {
  /// Messages, or stretches between messages, that could not be used.
  private(set) var malformed = 0
  /// Whether a message was found, so that what follows is believed to be SIP too.
  private(set) var isSIP = false

  /// Whether what began like SIP has turned out to be something else.
  var isHopeless: Bool { isSearching && !isSIP }

  private var bytes: [UInt8] = []
  /// Where the message begins that is being put together.
  private var start = 0
  /// Bytes before this one hold no end of what is looked for.
  private var examined = 0
  /// The message's length, known once its header is complete.
  private var length: Int?
  private var isSearching = false

  /// Bytes that wait for more.
  var pendingBytes: Int { bytes.count - start }

  /// Adds the bytes that came next; `nextMessage` is to be called until it gives nil.
  mutating func append(_ segment: Span<UInt8>, isDiscontinuous: Bool) {
    if isDiscontinuous {
      if !bytes.isEmpty && !isSearching { malformed += 1 }
      bytes = []
      restart(at: 0, isSearching: true)
    }
    for index in segment.indices { bytes.append(segment[index]) }
  }

  /// The next whole message, start line to body; nil until there is one.
  mutating func nextMessage() -> Bytes? {
    let message = cutMessage()
    if message == nil, start > 0 {
      // Only here, so that what waits is copied once a message and not once a segment.
      bytes = Array(bytes[start...])
      examined -= start
      start = 0
    }
    return message
  }

  private mutating func cutMessage() -> Bytes? {
    while pendingBytes > 0 {
      if isSearching, !findStartLine() { return nil }
      guard let length = length ?? measure() else {
        if isSearching { continue }
        return nil
      }
      guard pendingBytes >= length else {
        self.length = length
        return nil
      }
      let message = bytes[start..<start + length]
      restart(at: start + length, isSearching: false)
      isSIP = true
      return message
    }
    return nil
  }

  private mutating func restart(at offset: Int, isSearching: Bool) {
    start = offset
    examined = offset
    length = nil
    self.isSearching = isSearching
  }

  /// Gives up what stands before `offset`: whatever is read once is not read again.
  private mutating func lose(upTo offset: Int) {
    malformed += 1
    restart(at: offset, isSearching: true)
  }

  /// The length of the message at `start`; nil while its header is incomplete or once it was lost.
  private mutating func measure() -> Int? {
    while start < bytes.count, bytes[start] == .carriageReturn || bytes[start] == .lineFeed {
      start += 1
    }
    switch SIPLikeness(bytes[start...]) {
    case .no:
      lose(upTo: bytes[start...].firstIndex(of: .lineFeed).map { $0 + 1 } ?? bytes.count)
      return nil
    case .undecided: return nil
    case .yes: break
    }
    guard let end = headEnd() else {
      if pendingBytes > SignallingLimits.messageBytes { lose(upTo: bytes.count) }
      return nil
    }
    guard let head = SIPHead(bytes[start..<end]) else {
      lose(upTo: end)
      return nil
    }
    let length = end - start
    let content = head.contentLength ?? Bytes("0")
    guard let contentLength = content.number(upTo: SignallingLimits.messageBytes - length) else {
      lose(upTo: end)
      return nil
    }
    return length + contentLength
  }

  /// The offset after the empty line that ends the header.
  private mutating func headEnd() -> Int? {
    for index in max(start + 2, examined)..<max(start + 2, bytes.count)
    where bytes[index] == .lineFeed {
      let before = bytes[index - 1] == .carriageReturn ? index - 2 : index - 1
      if before >= start, bytes[before] == .lineFeed { return index + 1 }
    }
    examined = bytes.count
    return nil
  }

  /// Moves `start` to the next line that begins a message, and forgets what is before it.
  private mutating func findStartLine() -> Bool {
    while let end = bytes[max(start, examined)...].firstIndex(of: .lineFeed) {
      var line = bytes[start...end]
      if SIPLikeness(line) == .yes, line.popLine().flatMap(SIPStartLine.init) != nil {
        restart(at: start, isSearching: false)
        return true
      }
      restart(at: end + 1, isSearching: true)
    }
    examined = bytes.count
    if pendingBytes > SignallingLimits.messageBytes {
      restart(at: bytes.count, isSearching: true)
    }
    return false
  }
}
