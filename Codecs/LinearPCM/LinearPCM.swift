internal import Audio

extension Codec {
  /// Linear 8-bit samples, 128 for silence (RFC 3551, section 4.5.9).
  package static let l8 = Codec(name: "L8", bytesPerSample: 1, channels: 1...64) {
    LinearPCMDecoder(.l8, $0)
  } encoder: { _, _ in
    LinearPCMEncoder(samples: .l8)
  } packets: {
    LinearPCM.l8.packetLength(for: $0)
  }

  /// Linear 20-bit samples, of which two take five bytes (RFC 3190, section 4).
  ///
  /// An odd number of samples is followed by four bits of nothing.
  package static let l20 = Codec(
    name: "L20",
    clockRates: .any(usual: 48_000),
    channelCount: .described(1...64),
    timing: .coded(
      { PayloadTime(LinearPCM.l20.samples(in: $0.count) / max(1, $1.channels)) },
      maximumFrames: { LinearPCM.l20.samples(in: $0) / max(1, $1.channels) }),
    packets: { LinearPCM.l20.packetLength(for: $0) },
    remainders: { LinearPCM.l20.remainders(of: $0, into: &$1) },
    decoder: { LinearPCMDecoder(.l20, $0) },
    encoder: { _, _ in LinearPCMEncoder(samples: .l20) })

  /// Linear 24-bit samples in network byte order (RFC 3190, section 4).
  package static let l24 = Codec(
    name: "L24", bytesPerSample: 3, usualRate: 48_000, channels: 1...64
  ) {
    LinearPCMDecoder(.l24, $0)
  } encoder: { _, _ in
    LinearPCMEncoder(samples: .l24)
  } remainders: {
    LinearPCM.l24.remainders(of: $0, into: &$1)
  } packets: {
    LinearPCM.l24.packetLength(for: $0)
  }
}

/// Linear samples of other widths than the 16 bits of the output.
enum LinearPCM: Int {
  case l8 = 8
  case l20 = 20
  case l24 = 24

  var name: String { "L\(rawValue)" }

  func samples(in byteCount: Int) -> Int { byteCount &* 8 / rawValue }

  /// The longest packet up to 20 ms that is whole frames and that Ethernet takes.
  func packetLength(for format: MediaFormat) -> PacketLength {
    let times = [20, 10, 5, 4, 2, 1].filter { format.clockRate &* $0 % 1000 == 0 }
    let fitting = times.first {
      format.clockRate &* $0 / 1000 &* format.channels &* rawValue <= 1440 &* 8
    }
    return PacketLength(usual: Double(fitting ?? times.last ?? 20), .multiples(of: 1))
  }

  /// What rounding to 16 bits takes from each sample, in 1/256.
  func remainders(of payload: Span<UInt8>, into pcm: inout MutableSpan<Int16>) {
    for index in 0..<min(pcm.count, samples(in: payload.count)) {
      let whole = wideSample(index, of: payload)
      pcm[index] = Int16(truncatingIfNeeded: (whole >> 8) &- Int32(Self.round(whole)) << 8)
    }
  }

  /// The sample at `index` of a payload that holds it, rounded to 16 bits.
  @inline(__always)
  func sample(_ index: Int, of payload: Span<UInt8>) -> Int16 {
    Self.round(wideSample(index, of: payload))
  }

  /// The same in the upper bits of 32.
  @inline(__always)
  private func wideSample(_ index: Int, of payload: Span<UInt8>) -> Int32 {
    switch self {
    case .l8:
      return (Int32(payload[index]) &- 128) << 24
    case .l20:
      let first = index &* 5 / 2
      let bits =
        UInt32(payload[first]) << 16 | UInt32(payload[first &+ 1]) << 8
        | UInt32(payload[first &+ 2])
      // An odd sample begins in the middle of a byte; behind an even one stand bits of the next.
      return Int32(bitPattern: bits << (index & 1 == 0 ? 8 : 12) & 0xffff_f000)
    case .l24:
      let first = index &* 3
      let bits =
        UInt32(payload[first]) << 16 | UInt32(payload[first &+ 1]) << 8
        | UInt32(payload[first &+ 2])
      return Int32(bitPattern: bits << 8)
    }
  }

  /// The upper half, rounded; what rounds above the largest sample becomes that.
  @inline(__always)
  private static func round(_ sample: Int32) -> Int16 {
    Int16(min(32_767, (sample >> 15 &+ 1) >> 1))
  }
}

struct LinearPCMDecoder: AudioDecoder, ~Copyable {
  private let samples: LinearPCM
  private let channels: Int
  private var concealment: LossConcealment

  init(_ samples: LinearPCM, _ request: DecoderRequest) {
    self.samples = samples
    channels = request.channels
    concealment = LossConcealment(request, sampleRate: request.format.clockRate)
  }

  mutating func decode(
    _ payload: Span<UInt8>, into pcm: inout MutableSpan<Int16>
  ) throws(CodecError) -> Int {
    let frames = samples.samples(in: payload.count) / channels
    let count = frames &* channels
    guard pcm.count >= count else { throw .noRoom(codec: samples.name) }
    switch samples {
    case .l8: for index in 0..<count { pcm[index] = LinearPCM.l8.sample(index, of: payload) }
    case .l20: for index in 0..<count { pcm[index] = LinearPCM.l20.sample(index, of: payload) }
    case .l24: for index in 0..<count { pcm[index] = LinearPCM.l24.sample(index, of: payload) }
    }
    concealment.receive(&pcm, count: count)
    return frames
  }

  mutating func conceal(frames: Int, into pcm: inout MutableSpan<Int16>) -> Int {
    concealment.fill(frames: frames, into: &pcm)
  }
}
