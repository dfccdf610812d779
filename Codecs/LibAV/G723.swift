extension Codec {
  /// G.723.1 at both its rates, with descriptions of silence (RFC 3551, section 4.5.3).
  package static let g723 = Codec(
    name: "G723", clockRates: .only(8000),
    timing: .coded(
      { payload, _ in
        G723Payload(payload).map {
          PayloadTime($0.frames * G723Payload.samples, isSilence: $0.speech == 0)
        }
      },
      maximumFrames: { byteCount, _ in
        min(byteCount, G723Payload.mostFrames) * G723Payload.samples
      }),
    packets: { _ in PacketLength(usual: 30, .multiples(of: G723Payload.samples)) },
    sendsNoise: true, library: .libavcodec,
    decoder: { _ throws(CodecError) in try G723Decoder() })
}

/// The frames of a G.723.1 payload: the low two bits of each tell its kind (RFC 3551, section 4.5.3).
struct G723Payload {
  enum Kind: Int {
    case speech63 = 0
    case speech53 = 1
    case silence = 2
    /// Nothing was sent: the silence goes on.
    case untransmitted = 3

    init(_ byte: UInt8) { self = Kind(rawValue: Int(byte & 3)) ?? .untransmitted }

    var bytes: Int {
      switch self {
      case .speech63: 24
      case .speech53: 20
      case .silence: 4
      case .untransmitted: 1
      }
    }

    var isSpeech: Bool { self == .speech63 || self == .speech53 }
  }

  /// Samples of each frame, 30 ms at 8 kHz.
  static let samples = 240
  /// Frames in a second, more than which is damage.
  static let mostFrames = 33

  private(set) var frames = 0
  /// Frames of speech.
  private(set) var speech = 0

  /// Nil where the frames do not end where the payload does.
  init?(_ payload: Span<UInt8>) {
    var start = 0
    while start < payload.count {
      let kind = Kind(payload[start])
      start += kind.bytes
      frames += 1
      speech += kind.isSpeech ? 1 : 0
    }
    guard start == payload.count, frames <= Self.mostFrames else { return nil }
  }
}
