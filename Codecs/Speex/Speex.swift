internal import Audio
internal import CSpeex

extension Codec {
  /// Speex in its three bands (RFC 5574).
  package static let speex = Codec(
    name: "speex", clockRates: .only(8000, or: [16_000, 32_000]),
    timing: .coded(
      { payload, format in
        let band = SpeexBand(clockRate: format.clockRate)
        return SpeexPayload(payload, band).map {
          PayloadTime(
            $0.frames * band.samples,
            isSilence: $0.describesNoise == true && $0.silentFrames == $0.frames)
        }
      },
      maximumFrames: { byteCount, format in
        // A frame has 5 bits at least.
        min(byteCount * 8 / 5, SpeexPayload.mostFrames)
          * SpeexBand(clockRate: format.clockRate).samples
      }),
    dynamicPayloadType: 97,
    packets: {
      PacketLength(.multiples(of: SpeexBand(clockRate: $0.clockRate).samples))
    },
    sendsNoise: true,
    library: CodecLibrary(name: "libspeex", debianPackage: "libspeex1") { libspeex_is_there() },
    decoder: { request throws(CodecError) in
      try SpeexDecoder(SpeexBand(clockRate: request.format.clockRate))
    },
    encoder: { format, _ throws(CodecError) in
      try SpeexEncoder(SpeexBand(clockRate: format.clockRate))
    })
}
