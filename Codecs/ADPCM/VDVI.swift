internal import Audio

extension Codec {
  /// DVI4 with codes of variable length (RFC 3551, section 4.5.17).
  package static let vdvi = Codec(
    name: "VDVI",
    clockRates: .any(usual: 8000),
    timing: .coded(
      { payload, _ in VDVI.samples(in: payload).map { PayloadTime($0) } },
      // A code has two bits at least.
      maximumFrames: { byteCount, _ in min(4 * byteCount, ADPCMHeader.longest) }),
    packets: { PacketLength(usual: DVI4.packetLength(for: $0).usual, .multiples(of: 1)) },
    decoder: { VDVIDecoder($0) },
    encoder: { _, _ in VDVIEncoder() })
}

enum VDVI {
  /// The codes of a payload one by one; bits that are no whole code fill the last byte.
  ///
  /// Magnitudes of two and more are so many ones, a zero, and the sign; of seven it is without the
  /// zero. Below, the first bit tells apart what has a sign only.
  struct Codes: ~Escapable {
    private let payload: Span<UInt8>
    private var position = ADPCMHeader.byteCount &* 8

    @_lifetime(copy payload)
    init(_ payload: Span<UInt8>) { self.payload = payload }

    /// Nil at the end.
    mutating func next() -> UInt8? {
      let start = position
      // Eight bits hold any code; behind the end they are ones.
      let first = start >> 3
      guard first < payload.count else { return nil }
      let second = first &+ 1 < payload.count ? payload[first &+ 1] : 0xff
      let pair = UInt16(payload[first]) << 8 | UInt16(second)
      let bits = UInt8(truncatingIfNeeded: pair >> UInt16(8 &- start & 7))
      let ones = (~bits).leadingZeroBitCount
      let length: Int
      let magnitude: UInt8
      switch ones {
      case 0: (length, magnitude) = bits & 0x40 == 0 ? (2, 0) : (3, 1)
      case 1: (length, magnitude) = (2, 0)
      default: (length, magnitude) = (min(8, ones &+ 2), UInt8(min(7, ones)))
      }
      position = start &+ length
      guard position <= payload.count &* 8 else { return nil }
      let isNegative = magnitude == 0 ? ones == 1 : bits >> UInt8(8 &- length) & 1 == 1
      return isNegative ? magnitude | 8 : magnitude
    }
  }

  /// Nil where there is no header or are too many.
  static func samples(in payload: Span<UInt8>) -> Int? {
    guard !payload.isEmpty else { return 0 }
    guard payload.count >= ADPCMHeader.byteCount else { return nil }
    var codes = Codes(payload)
    var samples = 0
    while codes.next() != nil {
      samples &+= 1
      if samples > ADPCMHeader.longest { return nil }
    }
    return samples
  }
}

struct VDVIDecoder: AudioDecoder, ~Copyable {
  private var concealment: LossConcealment

  init(_ request: DecoderRequest) {
    concealment = LossConcealment(request, sampleRate: request.format.clockRate)
  }

  mutating func decode(
    _ payload: Span<UInt8>, into pcm: inout MutableSpan<Int16>
  ) throws(CodecError) -> Int {
    guard !payload.isEmpty else { return 0 }
    guard var state = ADPCMHeader.state(in: payload) else {
      throw .damagedPayload(codec: "VDVI")
    }
    var codes = VDVI.Codes(payload)
    var count = 0
    while let code = codes.next() {
      guard count < ADPCMHeader.longest else { throw .damagedPayload(codec: "VDVI") }
      guard count < pcm.count else { throw .noRoom(codec: "VDVI") }
      pcm[count] = state.decode(code)
      count &+= 1
    }
    concealment.receive(&pcm, count: count)
    return count
  }

  mutating func conceal(frames: Int, into pcm: inout MutableSpan<Int16>) -> Int {
    concealment.fill(frames: frames, into: &pcm)
  }
}

struct VDVIEncoder: AudioEncoder, ~Copyable {
  private var state = ADPCMState()

  mutating func encode(_ pcm: Span<Int16>, into payload: inout [UInt8]) throws(CodecError) {
    ADPCMHeader.append(state, to: &payload)
    var waiting: UInt32 = 0
    var held = 0
    for index in 0..<pcm.count {
      let (bits, length) = Self.bits(of: state.encode(pcm[index]))
      waiting = waiting << UInt32(length) | bits
      held += length
      while held >= 8 {
        held -= 8
        payload.append(UInt8(truncatingIfNeeded: waiting >> UInt32(held)))
      }
    }
    guard held > 0 else { return }
    let filled = waiting << UInt32(8 - held) | 0xff >> UInt32(held)
    payload.append(UInt8(truncatingIfNeeded: filled))
  }

  private static func bits(of code: UInt8) -> (UInt32, length: Int) {
    let (magnitude, sign) = (Int(code & 7), UInt32(code >> 3))
    switch magnitude {
    case 0: return (sign << 1, 2)
    case 1: return (2 | sign, 3)
    case 7: return (0xfe | sign, 8)
    default: return ((1 << UInt32(magnitude) - 1) << 2 | sign, magnitude + 2)
    }
  }
}
