internal import Audio
internal import NetworkBytes

extension Codec {
  /// Linear 16-bit samples in network byte order (RFC 3551, section 4.5.11).
  ///
  /// Above 32 kHz a packet of 20 ms would be longer than Ethernet takes.
  package static let l16 = Codec(
    name: "L16", bytesPerSample: 2, usualRate: 44_100, channels: 1...64
  ) {
    L16Decoder($0)
  } encoder: { _, _ in
    L16Encoder()
  } packets: {
    PacketLength(usual: $0.clockRate > 32_000 ? 10 : 20, .multiples(of: 1))
  }
}

struct L16Decoder: AudioDecoder, ~Copyable {
  private let channels: Int
  private var concealment: LossConcealment

  init(_ request: DecoderRequest) {
    channels = request.channels
    concealment = LossConcealment(request, sampleRate: request.format.clockRate)
  }

  mutating func decode(
    _ payload: Span<UInt8>, into pcm: inout MutableSpan<Int16>
  ) throws(CodecError) -> Int {
    let frames = payload.count / (2 &* channels)
    let count = frames &* channels
    guard pcm.count >= count else { throw .noRoom(codec: "L16") }
    for index in 0..<count {
      pcm[index] = Int16(bitPattern: payload.uint16(at: 2 &* index))
    }
    concealment.receive(&pcm, count: count)
    return frames
  }

  mutating func conceal(frames: Int, into pcm: inout MutableSpan<Int16>) -> Int {
    concealment.fill(frames: frames, into: &pcm)
  }
}
