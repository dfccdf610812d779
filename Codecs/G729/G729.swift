internal import Audio
internal import CBcg729

extension Codec {
  /// G.729 with Annexes A and B (RFC 3551, section 4.5.6; RFC 4856, section 2.1.9).
  package static let g729 = Codec(
    name: "G729", aliases: ["G729A", "G729B", "G729AB"], clockRates: .only(8000),
    timing: .coded(
      { payload, _ in
        G729Payload(byteCount: payload.count).map {
          PayloadTime($0.frames * G729Payload.samples, isSilence: $0.speech == 0)
        }
      },
      maximumFrames: { byteCount, _ in
        min(byteCount / G729Payload.bytes + 1, G729Payload.mostFrames) * G729Payload.samples
      }),
    speechRate: ConstantRate(
      bytes: G729Payload.bytes, ticks: G729Payload.samples, frames: G729Payload.samples),
    packets: { _ in PacketLength(.multiples(of: G729Payload.samples)) },
    sendsNoise: true,
    library: CodecLibrary(name: "libbcg729", debianPackage: "libbcg729-0") {
      libbcg729_is_there()
    },
    decoder: { _ throws(CodecError) in try G729Decoder() },
    encoder: { _, _ throws(CodecError) in try G729Encoder() })
}

/// Owns a decoder of libbcg729, which keeps no state outside it and may move between threads.
@safe
struct G729Decoder: AudioDecoder, ~Copyable, @unchecked Sendable {
  private let state: OpaquePointer
  private var remainder = FrameRemainder(length: G729Payload.samples)
  /// Whether a description of silence came last.
  private var isSilent = false

  init() throws(CodecError) {
    guard let state = unsafe initBcg729DecoderChannel() else {
      throw .noDecoder(codec: "G729", channels: 1)
    }
    unsafe self.state = state
  }

  deinit { unsafe closeBcg729DecoderChannel(state) }

  mutating func decode(
    _ payload: Span<UInt8>, into pcm: inout MutableSpan<Int16>
  ) throws(CodecError) -> Int {
    guard let parts = G729Payload(byteCount: payload.count) else {
      throw .damagedPayload(codec: "G729")
    }
    let samples = parts.frames * G729Payload.samples
    guard samples > 0 else { return 0 }
    guard pcm.count >= samples else { throw .noRoom(codec: "G729") }
    for index in 0..<parts.frames {
      let isSilence = index == parts.speech
      let start = index * G729Payload.bytes
      let end = start + (isSilence ? G729Payload.silenceBytes : G729Payload.bytes)
      var frame = pcm._mutatingExtracting(
        index * G729Payload.samples..<(index + 1) * G729Payload.samples)
      unsafe payload.extracting(start..<end).withUnsafeBufferPointer { bytes in
        unsafe Self.run(state, bytes, isSilence: isSilence, into: &frame)
      }
    }
    remainder.clear()
    isSilent = parts.endsInSilence
    return samples
  }

  mutating func noiseFrames() -> Int? { isSilent ? G729Payload.samples : nil }

  mutating func conceal(frames: Int, into pcm: inout MutableSpan<Int16>) -> Int {
    let state = unsafe state
    return remainder.fill(frames, into: &pcm) { frame in
      unsafe Self.run(state, nil, isSilence: false, into: &frame)
    }
  }

  /// Decodes one frame, or makes one up where there are no bytes: behind a description of silence that is its noise.
  ///
  /// Bytes beside the erasure flag would be read as another description of silence, of whatever level.
  private static func run(
    _ state: OpaquePointer, _ bytes: UnsafeBufferPointer<UInt8>?, isSilence: Bool,
    into pcm: inout MutableSpan<Int16>
  ) {
    guard pcm.count >= G729Payload.samples else { return }
    unsafe pcm.withUnsafeMutableBufferPointer { pcm in
      unsafe bcg729Decoder(
        state, bytes?.baseAddress, UInt8(truncatingIfNeeded: bytes?.count ?? 0),
        bytes == nil ? 1 : 0, isSilence ? 1 : 0, 0, pcm.baseAddress)
    }
  }
}
