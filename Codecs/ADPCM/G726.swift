internal import Audio

/// The rates of ITU-T G.726 in both bit orders (RFC 3551, section 4.5.4).
///
/// Names without AAL2 put the first sample in the low bits of a byte, those with it in the high bits
/// (ITU-T I.366.2, annex E). G721 is what G726-32 was called before.
extension Codec {
  package static let g726: [Codec] = [
    Codec(name: "G726-16", .kbit16, .lowBitsFirst),
    Codec(name: "G726-24", .kbit24, .lowBitsFirst),
    Codec(name: "G726-32", aliases: ["G721"], .kbit32, .lowBitsFirst),
    Codec(name: "G726-40", .kbit40, .lowBitsFirst),
    Codec(name: "AAL2-G726-16", .kbit16, .highBitsFirst),
    Codec(name: "AAL2-G726-24", .kbit24, .highBitsFirst),
    Codec(name: "AAL2-G726-32", .kbit32, .highBitsFirst),
    Codec(name: "AAL2-G726-40", .kbit40, .highBitsFirst),
  ]

  private convenience init(
    name: String, aliases: [String] = [], _ rate: G726Rate, _ order: G726.BitOrder
  ) {
    let bits = rate.codeBits
    // The fewest samples that are whole bytes.
    let bytes = bits.isMultiple(of: 2) ? 1 : bits
    let samples = bytes * 8 / bits
    self.init(
      name: name, aliases: aliases, clockRates: .only(8000),
      timing: .constant { _ in ConstantRate(bytes: bytes, ticks: samples, frames: samples) },
      decoder: { G726Decoder(name: name, rate, order, $0) },
      encoder: { _, _ in G726Encoder(name: name, rate, order) })
  }
}

enum G726 {
  /// Where the first of the codes in a byte lies.
  enum BitOrder: Sendable {
    case lowBitsFirst, highBitsFirst
  }
}

struct G726Decoder: AudioDecoder, ~Copyable {
  private let name: String
  private let rate: G726Rate
  private let order: G726.BitOrder
  private var state = G726State()
  private var concealment: LossConcealment
  private var witness: G726OrderWitness

  init(name: String, _ rate: G726Rate, _ order: G726.BitOrder, _ request: DecoderRequest) {
    self.name = name
    self.rate = rate
    self.order = order
    witness = G726OrderWitness(codeBits: rate.codeBits)
    concealment = LossConcealment(request, sampleRate: request.format.clockRate)
  }

  /// Whole groups of bytes and samples are decoded; what is left over is dropped.
  mutating func decode(
    _ payload: Span<UInt8>, into pcm: inout MutableSpan<Int16>
  ) throws(CodecError) -> Int {
    let bits = rate.codeBits
    let group = bits.isMultiple(of: 2) ? 1 : bits
    let bytes = payload.count / group &* group
    let count = bytes &* 8 / bits
    guard pcm.count >= count else { throw .noRoom(codec: name) }
    // Codes wait in the low bits, the next one lowest or highest.
    var waiting: UInt32 = 0
    var held = 0
    var next = 0
    let mask: UInt32 = 1 << UInt32(bits) &- 1
    for index in 0..<count {
      if held < bits {
        let byte = UInt32(payload[next])
        waiting =
          order == .lowBitsFirst
          ? waiting | byte &<< UInt32(truncatingIfNeeded: held) : waiting << 8 | byte
        held &+= 8
        next &+= 1
      }
      held &-= bits
      let code: UInt32
      if order == .lowBitsFirst {
        code = waiting & mask
        waiting &>>= UInt32(truncatingIfNeeded: bits)
      } else {
        code = waiting &>> UInt32(truncatingIfNeeded: held) & mask
      }
      pcm[index] = state.decode(Int(code), rate)
    }
    witness.hear(pcm, count: count)
    concealment.receive(&pcm, count: count)
    return count
  }

  mutating func soundsLike() -> String? {
    guard witness.isWrong else { return nil }
    return order == .lowBitsFirst ? "AAL2-\(name)" : String(name.dropFirst(5))
  }

  mutating func conceal(frames: Int, into pcm: inout MutableSpan<Int16>) -> Int {
    concealment.fill(frames: frames, into: &pcm)
  }
}

struct G726Encoder: AudioEncoder, ~Copyable {
  private let name: String
  private let rate: G726Rate
  private let order: G726.BitOrder
  private var state = G726State()

  init(name: String, _ rate: G726Rate, _ order: G726.BitOrder) {
    self.name = name
    self.rate = rate
    self.order = order
  }

  /// Throws unless the codes are whole bytes.
  mutating func encode(_ pcm: Span<Int16>, into payload: inout [UInt8]) throws(CodecError) {
    let bits = rate.codeBits
    guard pcm.count * bits % 8 == 0 else {
      throw .impossiblePacket(codec: name, frames: pcm.count)
    }
    var waiting: UInt32 = 0
    var held = 0
    for index in 0..<pcm.count {
      let code = UInt32(state.encode(pcm[index], rate))
      waiting =
        order == .lowBitsFirst ? waiting | code << UInt32(held) : waiting << UInt32(bits) | code
      held += bits
      guard held >= 8 else { continue }
      held -= 8
      if order == .lowBitsFirst {
        payload.append(UInt8(truncatingIfNeeded: waiting))
        waiting >>= 8
      } else {
        payload.append(UInt8(truncatingIfNeeded: waiting >> UInt32(held)))
      }
    }
  }
}
