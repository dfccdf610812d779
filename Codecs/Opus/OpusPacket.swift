internal import NetworkBytes

/// What the framing of an Opus packet tells without decoding (RFC 6716, section 3).
struct OpusPacket: Equatable {
  /// Which of the two coders of Opus made the frames.
  enum Mode: Equatable { case silk, hybrid, celt }

  /// The longest packet, 120 ms at 48 kHz.
  static let maximumFrames = 5760
  /// The lengths that an encoder makes, 2.5 to 60 ms (RFC 6716, section 2.1.4).
  static let encodedFrames = [120, 240, 480, 960, 1920, 2880]

  let mode: Mode
  let isStereo: Bool
  /// Audio frames at 48 kHz in each of its Opus frames.
  let framesPerOpusFrame: Int
  /// Opus frames in the packet, 1 to 48.
  let opusFrameCount: Int

  /// Audio frames at 48 kHz in the packet.
  var frames: Int { framesPerOpusFrame * opusFrameCount }

  /// Reads the table-of-contents byte and the frame count.
  ///
  /// Nil where there is none, or where they claim more than 120 ms.
  init?(_ packet: Span<UInt8>) {
    guard packet.count > 0 else { return nil }
    let toc = packet[0]
    isStereo = toc & 4 != 0
    let size = Int(toc >> 3 & 3)
    switch toc >> 3 {
    case ..<12: (mode, framesPerOpusFrame) = (.silk, [480, 960, 1920, 2880][size])
    case ..<16: (mode, framesPerOpusFrame) = (.hybrid, 480 << (size & 1))
    default: (mode, framesPerOpusFrame) = (.celt, 120 << size)
    }
    switch toc & 3 {
    case 0: opusFrameCount = 1
    case 1, 2: opusFrameCount = 2
    default:
      guard packet.count > 1, packet[1] & 63 > 0 else { return nil }
      opusFrameCount = Int(packet[1] & 63)
    }
    guard frames <= Self.maximumFrames else { return nil }
  }

  /// Whether the first Opus frame repeats the frame before it at a low bit rate.
  ///
  /// A SILK frame begins, for each channel, with a bit of voice activity for each 20 ms and the bit
  /// asked for here (RFC 6716, sections 4.2.3 and 4.2.4).
  static func carriesRedundancy(_ bytes: Span<UInt8>) -> Bool {
    guard let packet = OpusPacket(bytes), packet.mode != .celt,
      let first = try? packet.firstOpusFrame(of: bytes), first.count > 0
    else { return false }
    let silkFrames = max(1, packet.framesPerOpusFrame / 960)
    let header = first[0]
    return header >> (7 - silkFrames) & 1 != 0
      || packet.isStereo && header >> (6 - 2 * silkFrames) & 1 != 0
  }
}
