internal import Audio

extension Codec {
  /// iLBC in both its modes (RFC 3951, RFC 3952).
  package static let ilbc = Codec(
    name: "iLBC", clockRates: .only(8000),
    timing: .coded(
      { payload, format in
        ILBCPayload(payload, format).map { PayloadTime($0.frames * $0.mode.samples) }
      },
      maximumFrames: { byteCount, _ in
        let frames = ILBCMode.allCases.map { byteCount / $0.bytes * $0.samples }
        return min(frames.max() ?? 0, ILBCPayload.mostSamples)
      }),
    remarks: { payload, format in
      guard let said = ILBCMode.said(in: format), let found = ILBCPayload(payload, format)?.mode,
        said != found
      else { return nil }
      return "its payloads are of mode \(found.rawValue), and its fmtp says \(said.rawValue)"
    },
    library: .libavcodec,
    decoder: { request throws(CodecError) in try ILBCDecoder(request.format) })
}

/// How long the frames of iLBC are, ms.
enum ILBCMode: Int, CaseIterable {
  case twenty = 20
  case thirty = 30

  /// Bytes of a frame.
  var bytes: Int { self == .twenty ? 38 : 50 }
  /// Samples of a frame, at 8 kHz.
  var samples: Int { 8 * rawValue }

  /// A frame of silence.
  ///
  /// A decoder of libavcodec that did not begin with one may burst into full scale, as it does not begin in the state
  /// of RFC 3951, section 4.
  var silentFrame: [UInt8] {
    switch self {
    case .twenty:
      [
        0xff, 0xa6, 0x34, 0x01, 0x60, 0x42, 0x55, 0x55, 0x24, 0x92, 0x49, 0x24, 0x92, 0x41, 0xcc,
        0xcc, 0xcc, 0xcc, 0xf3, 0xcf, 0x3c, 0xf3, 0xcf, 0x3c, 0xf3, 0xcf, 0x3c, 0xf3, 0xe6, 0x8b,
        0x82, 0x27, 0xee, 0x01, 0x01, 0x01, 0x16, 0x16,
      ]
    case .thirty:
      [
        0xff, 0xa6, 0x3f, 0xfa, 0x63, 0x20, 0x30, 0x0c, 0x49, 0x24, 0x80, 0x00, 0x00, 0x00, 0x00,
        0x16, 0x00, 0xa2, 0x82, 0x10, 0xcf, 0x3c, 0xf3, 0xcf, 0x3f, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xf6, 0x22, 0xc5, 0x71, 0xe3, 0xe0, 0x20, 0x32, 0x90, 0x0a, 0x89,
        0x41, 0x61, 0x61, 0x40, 0x50,
      ]
    }
  }

  /// A frame whose last bit says that it is lost (RFC 3951, section 3.8).
  var lostFrame: [UInt8] { [UInt8](repeating: 0, count: bytes - 1) + [1] }

  /// The mode that the format says (RFC 3952, section 4.1), if it says any.
  static func said(in format: MediaFormat) -> ILBCMode? {
    FormatParameters(format)["mode"].flatMap { Int($0) }.flatMap { ILBCMode(rawValue: $0) }
  }
}

/// The frames of an iLBC payload, which are all of one mode.
struct ILBCPayload {
  /// Samples in a second, more than which is damage.
  static let mostSamples = 8000

  let mode: ILBCMode
  let frames: Int

  /// Nil where the length is of no mode; of both modes, what the format says decides, or else the mode of 30 ms, as
  /// where there is no fmtp.
  init?(_ payload: Span<UInt8>, _ format: MediaFormat) {
    let count = payload.count
    let fitting = ILBCMode.allCases.filter { count % $0.bytes == 0 }
    guard let last = fitting.last else { return nil }
    mode = fitting.count == 1 ? last : ILBCMode.said(in: format) ?? last
    frames = count / mode.bytes
    guard frames > 0, frames * mode.samples <= Self.mostSamples else { return nil }
  }
}
