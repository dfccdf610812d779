internal import Audio
internal import NetworkBytes

extension Codec {
  /// IMA ADPCM of 4 bits a sample (RFC 3551, section 4.5.1); each packet begins with the state.
  package static let dvi4 = Codec(
    name: "DVI4",
    clockRates: .any(usual: 8000),
    timing: .coded(
      { payload, _ in DVI4.samples(in: payload).map { PayloadTime($0) } },
      maximumFrames: { byteCount, _ in min(2 * byteCount, ADPCMHeader.longest) }),
    packets: { DVI4.packetLength(for: $0) },
    decoder: { DVI4Decoder($0) },
    encoder: { _, _ in DVI4Encoder() })
}

/// The state at the start of a packet: 16 bits of the sample before, the index of the step, and a byte of nothing.
enum ADPCMHeader {
  static let byteCount = 4
  /// Samples of the longest payload that is decoded: a second at 16 kHz.
  static let longest = 16_384

  /// Nil where there is no room for it.
  static func state(in payload: Span<UInt8>) -> ADPCMState? {
    guard payload.count >= byteCount else { return nil }
    return ADPCMState(
      sample: Int32(Int16(bitPattern: payload.uint16(at: 0))), stepIndex: Int(payload[2]))
  }

  static func append(_ state: ADPCMState, to payload: inout [UInt8]) {
    let sample = UInt16(truncatingIfNeeded: state.sample)
    payload += [UInt8(sample >> 8), UInt8(truncatingIfNeeded: sample), UInt8(state.stepIndex), 0]
  }
}

enum DVI4 {
  /// Nil where there is no header or are too many.
  static func samples(in payload: Span<UInt8>) -> Int? {
    guard !payload.isEmpty else { return 0 }
    let samples = 2 &* (payload.count &- ADPCMHeader.byteCount)
    return 0...ADPCMHeader.longest ~= samples ? samples : nil
  }

  /// 20 ms, or as many times that as it takes for an even number of samples.
  static func packetLength(for format: MediaFormat) -> PacketLength {
    let usual = [20, 40, 80].first { format.clockRate &* $0 % 2000 == 0 }
    return PacketLength(usual: Double(usual ?? 20), .multiples(of: 2))
  }
}

struct DVI4Decoder: AudioDecoder, ~Copyable {
  private var concealment: LossConcealment

  init(_ request: DecoderRequest) {
    concealment = LossConcealment(request, sampleRate: request.format.clockRate)
  }

  mutating func decode(
    _ payload: Span<UInt8>, into pcm: inout MutableSpan<Int16>
  ) throws(CodecError) -> Int {
    guard let count = DVI4.samples(in: payload) else { throw .damagedPayload(codec: "DVI4") }
    guard var state = ADPCMHeader.state(in: payload) else { return 0 }
    guard pcm.count >= count else { throw .noRoom(codec: "DVI4") }
    for index in 0..<count / 2 {
      let codes = payload[ADPCMHeader.byteCount &+ index]
      pcm[2 &* index] = state.decode(codes >> 4)
      pcm[2 &* index &+ 1] = state.decode(codes & 15)
    }
    concealment.receive(&pcm, count: count)
    return count
  }

  mutating func conceal(frames: Int, into pcm: inout MutableSpan<Int16>) -> Int {
    concealment.fill(frames: frames, into: &pcm)
  }
}

struct DVI4Encoder: AudioEncoder, ~Copyable {
  private var state = ADPCMState()

  mutating func encode(_ pcm: Span<Int16>, into payload: inout [UInt8]) throws(CodecError) {
    guard pcm.count % 2 == 0 else {
      throw .impossiblePacket(codec: "DVI4", frames: pcm.count)
    }
    ADPCMHeader.append(state, to: &payload)
    for index in stride(from: 0, to: pcm.count, by: 2) {
      let first = state.encode(pcm[index])
      payload.append(first << 4 | state.encode(pcm[index + 1]))
    }
  }
}
