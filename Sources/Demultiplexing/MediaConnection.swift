import Capture
import NetworkBytes
import RTP
import Signalling

/// One direction of a TCP connection that may carry media: what its bytes are, cut into packets.
struct MediaConnection {
  /// When and where bytes were captured.
  struct Origin {
    let time: Int64
    let number: Int
    let place: PacketPlace
  }

  /// What comes next on a connection, as bytes of `buffer`.
  struct Unit {
    enum Kind {
      case packet(PacketFraming, channel: UInt8?)
      /// A message of RTSP.
      case message
      /// A message of HEP, which carries a packet from elsewhere.
      case probed
    }

    let kind: Kind
    let range: Range<Int>
    /// Of the segment that completes it.
    let origin: Origin
  }

  private enum State {
    /// Not known yet; the buffer is searched when it holds so many bytes.
    case searching(at: Int)
    case framed(PacketFraming)
    /// Messages of HEP.
    case probed
    /// Something else.
    case unknown
  }

  private struct Mark {
    /// Where the bytes of a segment end in the buffer.
    var end: Int
    let origin: Origin
  }

  /// Bytes in which the first packets must be found.
  private static let searchLimit = 16_384
  /// Bytes after which the first search is made, a message of STUN; each further one waits for four
  /// times as many.
  private static let firstSearch = 20

  private(set) var buffer: [UInt8] = []
  /// Where the next unit begins.
  private var start = 0
  private var marks: [Mark] = []
  private var state = State.searching(at: firstSearch)

  init() {}

  /// Whether it is known what its bytes are: media, RTSP or HEP.
  var isMedia: Bool {
    switch state {
    case .framed, .probed: true
    case .searching, .unknown: false
    }
  }

  /// Forgets the bytes that wait, and what the connection is.
  mutating func restart() { self = MediaConnection() }

  /// Stops looking.
  mutating func giveUp() {
    restart()
    state = .unknown
  }

  /// Adds the bytes that came next; `next` is to be called until it gives nil, then `compact`.
  mutating func append(_ bytes: Span<UInt8>, _ origin: Origin) {
    if !isMedia, RTSPMessage.begins(bytes) {
      restart()
      state = .framed(.interleaved)
    } else if !isMedia, HEPMessage.length(of: bytes) != nil {
      restart()
      state = .probed
    }
    if buffer.isEmpty, !isMedia, Self.isUsualOther(bytes) { giveUp() }
    if case .unknown = state { return }
    buffer.append(addingCapacity: bytes.count) { output in
      for index in bytes.indices { output.append(bytes[index]) }
    }
    marks.append(Mark(end: buffer.count, origin: origin))
  }

  /// Whether the bytes begin as most connections do that carry something else in clear: HTTP.
  private static func isUsualOther(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.count >= 4 else { return false }
    // "GET ", "POST", "HTTP"
    return [0x4745_5420, 0x504F_5354, 0x4854_5450].contains(bytes.uint32(at: 0))
  }

  /// The next unit; nil until there is one.
  ///
  /// `isEnd` says that no more bytes will come.
  mutating func next(isEnd: Bool = false) -> Unit? {
    while start < buffer.count {
      switch state {
      case .unknown: return nil
      case .searching(let count):
        guard buffer.count >= count || isEnd else { return nil }
        guard search() else { return nil }
      case .probed:
        guard buffer.count - start >= 6 else { return nil }
        guard let length = HEPMessage.length(of: buffer.span.extracting(droppingFirst: start))
        else {
          state = .searching(at: 0)
          continue
        }
        guard buffer.count - start >= length else { return nil }
        defer { start += length }
        return unit(.probed, start..<start + length, end: start + length)
      case .framed(let framing):
        switch framing.look(buffer.span, at: start) {
        case .incomplete: return nil
        case .frame(let frame):
          let unit = unit(.packet(framing, channel: frame.channel), frame.packet, end: frame.end)
          start = frame.end
          return unit
        case .other:
          if framing == .interleaved, let outcome = message() {
            switch outcome {
            case .message(let unit): return unit
            case .incomplete: return nil
            case .skipped: continue
            }
          }
          state = .searching(at: 0)
        }
      }
    }
    return nil
  }

  private enum Outcome {
    case message(Unit)
    case incomplete
    case skipped
  }

  /// The message of RTSP that comes next, or the line ends before it; nil for something else.
  private mutating func message() -> Outcome? {
    if buffer[start] == 0x0D || buffer[start] == 0x0A {
      start += 1
      return .skipped
    }
    switch RTSPMessage.look(buffer.span.extracting(droppingFirst: start)) {
    case .message(let count):
      defer { start += count }
      return .message(unit(.message, start..<start + count, end: start + count))
    case .incomplete: return .incomplete
    case .other: return nil
    }
  }

  private func unit(_ kind: Unit.Kind, _ range: Range<Int>, end: Int) -> Unit {
    // One segment nearly always; at most the buffer's.
    let mark = marks.first { $0.end >= end } ?? marks[marks.count - 1]
    return Unit(kind: kind, range: range, origin: mark.origin)
  }

  private mutating func search() -> Bool {
    let count = buffer.count - start
    if let found = PacketFraming.find(in: buffer.span.extracting(droppingFirst: start)) {
      start += found.offset
      state = .framed(found.framing)
      return true
    }
    if count > Self.searchLimit {
      giveUp()
    } else {
      state = .searching(at: max(Self.firstSearch, min(count * 4, Self.searchLimit + 1)) + start)
    }
    return false
  }

  /// Gives up the bytes of the units that were taken.
  mutating func compact() {
    guard start > 0 else { return }
    if start == buffer.count {
      buffer.removeAll(keepingCapacity: buffer.capacity <= 4096)
      marks.removeAll(keepingCapacity: true)
    } else {
      buffer.removeFirst(start)
      marks.removeAll { $0.end <= start }
      for index in marks.indices { marks[index].end -= start }
    }
    if case .searching(let count) = state { state = .searching(at: count - start) }
    start = 0
  }
}
