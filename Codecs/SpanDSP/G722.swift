internal import Audio

extension Codec {
  /// G.722 at 64 kbit/s (RFC 3551, section 4.5.2): 16 kHz audio on an 8 kHz clock.
  ///
  /// A clock rate of 16000 is not allowed, but is what it says where it occurs.
  package static let g722 = Codec(
    name: "G722",
    clockRates: .only(8000, tolerating: [16000]),
    rate: { _ in 16000 },
    timing: .constant(G722.rate),
    library: .spandsp,
    decoder: { request throws(CodecError) in
      try SpanDSPDecoder(request, sampleRate: 16000, rate: G722.rate(request.format), .g722)
    },
    encoder: { format, _ throws(CodecError) in
      try SpanDSPEncoder(format, rate: G722.rate(format), .g722)
    })
}

private enum G722 {
  static func rate(_ format: MediaFormat) -> ConstantRate {
    ConstantRate(bytes: 1, ticks: format.clockRate / 8000, frames: 2)
  }
}
