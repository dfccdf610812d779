extension Codec {
  /// GSM 06.10 full rate (RFC 3551, section 4.5.8): 33 bytes for 20 ms.
  package static let gsm = Codec(
    name: "GSM",
    clockRates: .only(8000),
    timing: .constant { _ in GSM.rate },
    library: .spandsp,
    decoder: { request throws(CodecError) in
      try SpanDSPDecoder(request, sampleRate: 8000, rate: GSM.rate, .gsm, isValid: GSM.isSigned)
    },
    encoder: { format, _ throws(CodecError) in
      try SpanDSPEncoder(format, rate: GSM.rate, .gsm)
    })
}

/// The frames of GSM 06.10 as RTP has them.
private enum GSM {
  static let rate = ConstantRate(bytes: 33, ticks: 160, frames: 160)

  /// Whether each frame begins with the signature 0xD.
  ///
  /// The pairs of frames that WAV files hold have none.
  @Sendable
  static func isSigned(_ frames: Span<UInt8>) -> Bool {
    for start in stride(from: 0, to: frames.count, by: rate.bytes) where frames[start] >> 4 != 0xd {
      return false
    }
    return true
  }
}
