/// The parts of an RTP payload of AMR or AMR-WB (RFC 4867, sections 4.3 and 4.4).
struct AMRPayload {
  enum Framing {
    case bandwidthEfficient, octetAligned
    /// With a check sum of each frame, which is not looked at.
    case checked
    /// One frame behind a header of the Iu interface.
    case iuUP

    /// Those of RFC 4867.
    static let all = [Framing.bandwidthEfficient, .octetAligned, .checked]
  }

  /// A frame of the payload.
  struct Frame {
    let type: Int
    /// Bits from the payload's start.
    let start: Int
    let bits: Int
  }

  /// Frames in a second, more than which is damage.
  static let mostFrames = 50
  /// Bits of the codec mode request and what fills its byte.
  private static let requestBits = (bandwidthEfficient: 4, aligned: 8)

  let band: AMRBand
  let framing: Framing
  /// Frames, those without data included.
  let count: Int
  /// Whether all bits that are to be zero are.
  private(set) var isClean: Bool
  /// Whether no frame is marked as damaged.
  let isGood: Bool
  /// Whether one of the frames is of speech.
  private(set) var hasSpeech = false
  /// Whether there are frames, and none of speech.
  var isSilence: Bool { count > 0 && !hasSpeech }
  /// Where the frames begin.
  private let dataStart: Int
  /// The type of the only frame; nil where there is a table of contents.
  private let onlyType: Int?

  /// Reads a payload of that framing; nil unless it has just the length that its table of contents
  /// says.
  init?(_ payload: Span<UInt8>, _ band: AMRBand, _ framing: Framing) {
    let isAligned = framing != .bandwidthEfficient
    let entryBits = isAligned ? 8 : 6
    var position = isAligned ? Self.requestBits.aligned : Self.requestBits.bandwidthEfficient
    var (count, data, checks) = (0, 0, 0)
    var (isClean, isGood) = (!isAligned || payload.bits(4, from: 4) == 0, true)
    var isLast = false
    while !isLast {
      guard count < Self.mostFrames, position + entryBits <= 8 * payload.count else { return nil }
      let entry = payload.bits(6, from: position)
      let type = entry >> 1 & 15
      guard let bits = band.bits(ofType: type) else { return nil }
      if isAligned, payload.bits(2, from: position + 6) != 0 { isClean = false }
      if entry & 1 == 0 { isGood = false }
      if bits > 0, type != band.silence { hasSpeech = true }
      isLast = entry & 32 == 0
      data += isAligned ? (bits + 7) / 8 * 8 : bits
      checks += bits > 0 ? 1 : 0
      count += 1
      position += entryBits
    }
    if framing == .checked { position += 8 * checks }
    guard (position + data + 7) / 8 == payload.count else { return nil }
    (self.band, self.framing, self.count) = (band, framing, count)
    (dataStart, self.isGood) = (position, isGood)
    onlyType = nil
    self.isClean = isClean
    if isClean { self.isClean = hasCleanEnds(payload) }
  }

  /// Reads a payload that holds one frame of that type, none where it is nil, from bit `start` on.
  init(_ band: AMRBand, frameOf type: Int?, from start: Int, isGood: Bool) {
    (self.band, framing, count) = (band, .iuUP, type == nil ? 0 : 1)
    (dataStart, self.isGood, isClean) = (start, isGood, true)
    onlyType = type
    hasSpeech = type.map { $0 < band.silence } ?? false
  }

  /// Goes through the frames in their order.
  func forEachFrame(of payload: Span<UInt8>, _ body: (Frame) -> Void) {
    let isAligned = framing != .bandwidthEfficient
    var entry = isAligned ? Self.requestBits.aligned : Self.requestBits.bandwidthEfficient
    var start = dataStart
    for _ in 0..<count {
      let type = onlyType ?? payload.bits(6, from: entry) >> 1 & 15
      let bits = band.bits(ofType: type) ?? 0
      body(Frame(type: type, start: start, bits: bits))
      entry += isAligned ? 8 : 6
      start += isAligned ? (bits + 7) / 8 * 8 : bits
    }
  }

  /// Whether the bits that fill a byte behind a frame are zero.
  private func hasCleanEnds(_ payload: Span<UInt8>) -> Bool {
    var isClean = true
    var end = dataStart
    forEachFrame(of: payload) { frame in
      end = frame.start + frame.bits
      if framing != .bandwidthEfficient, payload.bits(-end & 7, from: end) != 0 { isClean = false }
    }
    return isClean && payload.bits(-end & 7, from: end) == 0
  }
}
