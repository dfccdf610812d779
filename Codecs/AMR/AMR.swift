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
          AMRPayload(payload, band, format).map {
            PayloadTime($0.count * band.samples, isSilence: $0.isSilence)
          }
        },
        maximumFrames: { byteCount, _ in
          // An entry of the table of contents has 6 bits at least.
          min(byteCount * 4 / 3, AMRPayload.mostFrames) * band.samples
        }),
      packets: { _ in PacketLength(.multiples(of: band.samples)) },
      sendsNoise: true,
      refusals: AMRPayload.refusal, remarks: { AMRPayload.remark(on: $0, band, $1) },
      encoderParameters: ["octet-align=1", "mode-set=\(band == .narrow ? 7 : 8)"],
      guesses: [MediaFormat(encodingName: band.name, clockRate: band.sampleRate)],
      isPlausible: { AMRPayload($0, band, $1)?.isClean == true },
      repetition: FrameRepetition(ticks: band.samples) {
        AMRPayload($0, band, $1)?.digests(of: $0) ?? []
      },
      library: library,
      decoder: { request throws(CodecError) in
        let format = request.format
        return try AMRDecoder(band, named: band.name) { AMRPayload($0, band, format) }
      },
      encoder: { format, _ throws(CodecError) in try AMREncoder(band, format) })
  }
}
