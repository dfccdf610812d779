internal import Audio

extension Codec {
  /// AMR behind the headers of the Iu and Nb interfaces of 3G networks (3GPP TS 25.415 and TS 29.414): a frame of
  /// 20 ms a packet.
  package static let iuUP = Codec(
    name: "VND.3GPP.IUFP", clockRates: .only(16_000), rate: { _ in 8000 },
    timing: .coded(
      { payload, _ in
        AMRPayload(iuUP: payload).map { PayloadTime($0.count * 320, isSilence: $0.isSilence) }
      }, maximumFrames: { _, _ in AMRBand.narrow.samples }),
    sendsNoise: true, library: Codec.amr.library,
    decoder: { _ throws(CodecError) in
      try AMRDecoder(.narrow, named: "VND.3GPP.IUFP") { AMRPayload(iuUP: $0) }
    })
}

extension AMRPayload {
  /// Reads a frame of the Iu user plane in support mode; its control frames hold no audio.
  ///
  /// Nil where the header is of no kind known, or the length none of an AMR frame.
  init?(iuUP payload: Span<UInt8>) {
    guard payload.count >= 3 else { return nil }
    let start: Int
    switch payload[0] >> 4 {
    // Data with and without a check sum of its own (TS 25.415, section 6.6.2).
    case 0: start = 4
    case 1: start = 3
    case 14:
      self.init(.narrow, frameOf: nil, from: 0, isGood: true)
      return
    default: return nil
    }
    let length = payload.count - start
    let band = AMRBand.narrow
    // The length tells the mode: what a number stands for is agreed on when the call begins.
    guard
      let type = ([AMRBand.noData] + Array(0...band.silence)).first(where: {
        ((band.bits(ofType: $0) ?? 0) + 7) / 8 == length
      })
    else { return nil }
    // The frame quality classification of good frames is 0.
    self.init(band, frameOf: type, from: 8 * start, isGood: payload[1] >> 6 == 0)
  }
}
