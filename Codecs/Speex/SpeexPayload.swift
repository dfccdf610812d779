/// The frames of an RTP payload of Speex (RFC 5574, section 3.3), counted as libspeex would decode
/// them, which complains on stderr where they do not add up.
///
/// A frame begins with a bit that is 0 and four that say how the lowest band is coded; for each band
/// above follow a bit that is 1 and three such.
struct SpeexPayload {
  /// Frames in a second, more than which is damage.
  static let mostFrames = 50
  /// Bits of the lowest band by its mode, with the first five.
  private static let lowBits = [5, 43, 119, 160, 220, 300, 364, 492, 79]
  /// Bits of a band above by its mode, with the first four.
  private static let highBits = [4, 36, 112, 192, 352]

  /// What a frame says of silence.
  enum Silence {
    /// It is speech.
    case none
    /// It describes noise that goes on.
    case described
    /// What was is still so.
    case unchanged
  }

  private(set) var frames = 0
  /// Frames from the first that is no speech and has none behind it.
  private(set) var silentFrames = 0
  /// Whether the last frame that says anything of silence describes it; nil where none does.
  private(set) var describesNoise: Bool?

  /// Nil where the frames do not add up.
  init?(_ payload: Span<UInt8>, _ band: SpeexBand) {
    var reader = BitReader(payload)
    while true {
      let mode: Int
      switch Self.head(&reader) {
      case .frame(let found): mode = found
      case .end: return
      case .damage: return nil
      }
      guard frames < Self.mostFrames, let bits = Self.bits(Self.lowBits, mode) else { return nil }
      let first = reader.position - 5
      guard reader.skip(bits - 5) else { return nil }
      note(mode == 0 ? .unchanged : mode == 1 && Self.isNoise(payload, first) ? .described : .none)
      for layer in 0..<band.rawValue where reader.remaining > 0 && reader.peek() == 1 {
        guard reader.remaining >= 4 else { continue }
        let high = reader.take(4) & 7
        // The highest band has but one mode.
        guard let bits = Self.bits(Self.highBits, high), layer == 0 || high <= 1,
          reader.skip(bits - 4)
        else { return nil }
      }
    }
  }

  private mutating func note(_ silence: Silence) {
    frames += 1
    silentFrames = silence == .none ? 0 : silentFrames + 1
    switch silence {
    case .none: describesNoise = false
    case .described: describesNoise = true
    case .unchanged: break
    }
  }

  /// Whether the last four bits of a frame of the lowest mode say that noise goes on.
  private static func isNoise(_ payload: Span<UInt8>, _ first: Int) -> Bool {
    payload.bits(4, from: first + lowBits[1] - 4) == 15
  }

  private static func bits(_ table: [Int], _ mode: Int) -> Int? {
    table.indices.contains(mode) ? table[mode] : nil
  }

  private enum Head {
    case frame(mode: Int)
    case end, damage
  }

  /// Reads up to the mode of a frame, over bands that are left out and requests to the decoder.
  private static func head(_ reader: inout BitReader) -> Head {
    while true {
      guard reader.remaining >= 5 else { return .end }
      var isHigh = reader.take(1) == 1
      var layers = 0
      while isHigh {
        // One without bits libspeex cannot leave out.
        let mode = reader.take(3)
        guard layers < 2, mode > 0, let bits = bits(highBits, mode) else { return .damage }
        guard reader.skip(bits - 4), layers > 0 || reader.remaining >= 5 else { return .end }
        isHigh = reader.take(1) == 1
        layers += 1
      }
      guard reader.remaining >= 4 else { return .end }
      let mode = reader.take(4)
      switch mode {
      case 0...8: return .frame(mode: mode)
      case 15: return .end
      case 14: guard reader.skip(requestBits(reader.take(4))) else { return .damage }
      case 13: guard reader.skip(5 + 8 * reader.take(4)) else { return .damage }
      default: return .damage
      }
    }
  }

  /// The bits of a request to the decoder, by its number.
  private static func requestBits(_ number: Int) -> Int {
    switch number {
    case ..<2: 1
    case ..<8: 4
    case ..<10: 8
    case ..<12: 16
    case ..<14: 32
    default: 64
    }
  }
}
