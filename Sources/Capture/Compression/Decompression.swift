/// The compressed bytes of an input on their way into its read buffer.
struct Decompression {
  private static let chunkLength = 64 * 1024
  /// What may be expanded for one packet: pcapng blocks that are none are passed over, and a few
  /// compressed bytes could be very many of them.
  static let longestBarrenStretch = 64 << 20

  let compression: Compression
  /// Why decompression cannot go on; nil while it can.
  private(set) var damage: String?
  /// Whether a member has begun whose end has not come.
  private(set) var isInsideMember = false
  private let decoder: any MemberDecoder
  private var bytes: [UInt8]
  private var position = 0
  private var end: Int
  /// Compressed bytes of the input that were read.
  private var bytesRead: Int
  /// Whether the last output was filled, so that the decoder may hold more.
  private var wasFilled = false
  private var members = 0

  /// Begins with the bytes that told the compression; nil where it cannot be decompressed here.
  init?(_ compression: Compression, beginning: [UInt8]) {
    guard let decoder = compression.decoder else { return nil }
    self.compression = compression
    self.decoder = decoder
    bytes = beginning
    end = beginning.count
    bytesRead = end
  }

  /// Compressed bytes that were used.
  var consumed: Int { bytesRead - (end - position) }

  /// Whether the input ended inside a member.
  var isCut: Bool { isInsideMember && damage == nil }

  /// Decompresses what there is to the front of `output`; reads more where that gives nothing.
  @_lifetime(output: copy output)
  mutating func read(
    into output: inout MutableSpan<UInt8>, _ descriptor: inout InputDescriptor
  ) throws(CaptureError) -> InputDescriptor.Outcome {
    while damage == nil {
      if position == end, !wasFilled {
        if bytes.count < Self.chunkLength {
          bytes = [UInt8](repeating: 0, count: Self.chunkLength)
        }
        (position, end) = (0, 0)
        var room = bytes.mutableSpan
        switch try descriptor.read(into: &room) {
        case .bytes(let count): end = count
        case .end: return .end
        case .idle: return .idle
        }
        bytesRead += end
      }
      let produced = step(into: &output)
      if produced > 0 { return .bytes(produced) }
    }
    return .end
  }

  @_lifetime(output: copy output)
  private mutating func step(into output: inout MutableSpan<UInt8>) -> Int {
    if !isInsideMember, members > 0, skipPadding() { return 0 }
    let step = decoder.decode(bytes.span.extracting(position..<end), into: &output)
    let inputCount = end - position
    position += step.consumed
    wasFilled = step.produced == output.count
    isInsideMember = isInsideMember || step.consumed > 0
    switch step.outcome {
    case .inside:
      if step.consumed == 0, step.produced == 0, inputCount > 0 {
        damage = "\(compression.rawValue) data make no sense before byte \(consumed)"
      }
    case .memberEnded:
      members += 1
      isInsideMember = false
      wasFilled = false
    case .damaged(let reason):
      damage = "\(compression.rawValue) data are damaged before byte \(consumed): \(reason)"
    }
    return step.produced
  }

  /// Passes over zeros behind a member, as on tapes; true if nothing else was left.
  private mutating func skipPadding() -> Bool {
    while position < end, bytes[position] == 0 { position += 1 }
    return position == end
  }
}
