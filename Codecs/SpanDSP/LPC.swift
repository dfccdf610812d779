extension Codec {
  /// LPC-10 (FED-STD-1015): 7 bytes for 22.5 ms, which is what senders of payload type 7 mean.
  ///
  /// RFC 3551, section 4.5.10, gives that type to an experiment of 14 bytes for 20 ms, for which
  /// there is no decoder. Timestamps tell: 14 bytes of LPC-10 are 45 ms.
  package static let lpc = Codec(
    name: "LPC",
    clockRates: .only(8000),
    timing: .constant { _ in LPC.rate },
    packets: { _ in PacketLength(usual: 90, .multiples(of: LPC.rate.frames)) },
    sharesName: true,
    library: .spandsp,
    decoder: { request throws(CodecError) in
      try SpanDSPDecoder(request, sampleRate: 8000, rate: LPC.rate, .lpc10)
    },
    encoder: { format, _ throws(CodecError) in
      try SpanDSPEncoder(format, rate: LPC.rate, .lpc10)
    })
}

/// The frames of LPC-10.
enum LPC {
  static let rate = ConstantRate(bytes: 7, ticks: 180, frames: 180)
  /// Whether the voicing is protected by a Hamming code, which unvoiced frames have room for.
  static let correctsErrors: Int32 = 1
}
