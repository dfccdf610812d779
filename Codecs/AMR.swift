internal import Audio
internal import CAMR

extension Codec {
  /// AMR (RFC 4867).
  package static let amr = Codec(
    .narrow,
    CodecLibrary(name: "libopencore-amrnb", debianPackage: "libopencore-amrnb0") {
      libopencore_amrnb_is_there()
    })

  /// AMR-WB (RFC 4867).
  package static let amrWB = Codec(
    .wide,
    CodecLibrary(name: "libopencore-amrwb", debianPackage: "libopencore-amrwb0") {
      libopencore_amrwb_is_there()
    })

  private convenience init(_ band: AMRBand, _ library: CodecLibrary) {
    self.init(
      name: band.name, clockRates: .only(band.sampleRate),
      timing: .coded(
        { payload, format in
          payload.isEmpty
            ? 0 : AMRPayload(payload, band, format).map { $0.count * band.samples }
        },
        maximumFrames: { byteCount, _ in
          // An entry of the table of contents has 6 bits at least.
          min(byteCount * 4 / 3, AMRPayload.mostFrames) * band.samples
        }),
      packets: { _ in PacketLength(.multiples(of: band.samples)) },
      silence: { payload, format in
        AMRPayload(payload, band, format).map { !$0.hasSpeech(payload) } ?? false
      },
      refusals: AMRPayload.refusal, remarks: { AMRPayload.remark(on: $0, band, $1) },
      encoderParameters: ["octet-align=1", "mode-set=\(band == .narrow ? 7 : 8)"],
      library: library,
      decoder: { request throws(CodecError) in try AMRDecoder(band, request.format) },
      encoder: { format, _ throws(CodecError) in try AMREncoder(band, format) })
  }
}
