internal import Audio

extension Codec {
  /// G.711 µ-law (RFC 3551, section 4.5.14).
  package static let pcmu = Codec(name: "PCMU", aliases: ["ULAW"], bytesPerSample: 1) {
    G711Decoder(law: .mu, name: "PCMU", $0)
  } encoder: { _, _ in
    G711Encoder(law: .mu)
  }

  /// G.711 A-law (RFC 3551, section 4.5.14).
  package static let pcma = Codec(name: "PCMA", aliases: ["ALAW"], bytesPerSample: 1) {
    G711Decoder(law: .a, name: "PCMA", $0)
  } encoder: { _, _ in
    G711Encoder(law: .a)
  }
}

struct G711Decoder: AudioDecoder, ~Copyable {
  private let law: G711
  private let name: String
  private let channels: Int
  private var concealment: LossConcealment

  init(law: G711, name: String, _ request: DecoderRequest) {
    self.law = law
    self.name = name
    channels = request.channels
    concealment = LossConcealment(request, sampleRate: request.format.clockRate)
  }

  mutating func decode(
    _ payload: Span<UInt8>, into pcm: inout MutableSpan<Int16>
  ) throws(CodecError) -> Int {
    let frames = channels == 1 ? payload.count : payload.count / channels
    let count = frames &* channels
    guard pcm.count >= count else { throw .noRoom(codec: name) }
    law.expand(payload.extracting(first: count), into: &pcm)
    concealment.receive(&pcm, count: count)
    return frames
  }

  mutating func conceal(frames: Int, into pcm: inout MutableSpan<Int16>) -> Int {
    concealment.fill(frames: frames, into: &pcm)
  }
}
