import CSpanDSPTones

/// A codec of libspandsp, called as its header says and without any code of ours: an encoder and a decoder, each with
/// a state that goes on from packet to packet.
@safe
package final class SpanDSPCoder {
  package enum Kind: Sendable {
    case gsm, lpc10
    /// IMA ADPCM with a header for each packet; `variable` is VDVI.
    case dvi4(variable: Bool)
    /// G.726; `highFirst` is AAL2's bit order. The decoder gives G.711's values with a law, else samples that wrap.
    case g726(bitrate: Int32, highFirst: Bool, law: Law = .none)
  }

  package enum Law: Sendable { case none, mu, a }

  private let kind: Kind
  private let encoder: OpaquePointer
  private let decoder: OpaquePointer

  package init(_ kind: Kind) {
    self.kind = kind
    func make() -> (OpaquePointer?, OpaquePointer?) {
      switch kind {
      case .gsm:
        return unsafe (
          gsm0610_init(nil, Int32(GSM0610_PACKING_VOIP)),
          gsm0610_init(nil, Int32(GSM0610_PACKING_VOIP))
        )
      case .lpc10: return unsafe (lpc10_encode_init(nil, 1), lpc10_decode_init(nil, 1))
      case .dvi4(let variable):
        let variant = Int32(variable ? IMA_ADPCM_VDVI : IMA_ADPCM_DVI4)
        return unsafe (ima_adpcm_init(nil, variant, 0), ima_adpcm_init(nil, variant, 0))
      case .g726(let bitrate, let highFirst, let law):
        let packing = Int32(highFirst ? G726_PACKING_LEFT : G726_PACKING_RIGHT)
        let laws = [G726_ENCODING_LINEAR, G726_ENCODING_ULAW, G726_ENCODING_ALAW]
        let output = Int32(laws[law == .none ? 0 : law == .mu ? 1 : 2])
        return unsafe (
          g726_init(nil, bitrate, Int32(G726_ENCODING_LINEAR), packing),
          g726_init(nil, bitrate, output, packing)
        )
      }
    }
    let (encoder, decoder) = unsafe make()
    guard let encoder = unsafe encoder, let decoder = unsafe decoder else {
      fatalError("libspandsp makes no \(kind)")
    }
    unsafe (self.encoder, self.decoder) = (encoder, decoder)
  }

  deinit {
    switch kind {
    case .gsm:
      _ = unsafe gsm0610_free(encoder)
      _ = unsafe gsm0610_free(decoder)
    case .lpc10:
      _ = unsafe lpc10_encode_free(encoder)
      _ = unsafe lpc10_decode_free(decoder)
    case .dvi4:
      _ = unsafe ima_adpcm_free(encoder)
      _ = unsafe ima_adpcm_free(decoder)
    case .g726:
      _ = unsafe g726_free(encoder)
      _ = unsafe g726_free(decoder)
    }
  }

  package func encode(_ samples: [Int16]) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 2 * samples.count + 16)
    let count = Int32(samples.count)
    let length =
      switch kind {
      case .gsm: unsafe gsm0610_encode(encoder, &bytes, samples, count)
      case .lpc10: unsafe lpc10_encode(encoder, &bytes, samples, count)
      case .dvi4: unsafe ima_adpcm_encode(encoder, &bytes, samples, count)
      case .g726: unsafe g726_encode(encoder, &bytes, samples, count)
      }
    return Array(bytes[..<Int(length)])
  }

  /// With a law, its values: G.711's codes as bytes, one a sample.
  package func decode(_ bytes: [UInt8]) -> [Int16] {
    var samples = [Int16](repeating: 0, count: 60 * bytes.count + 16)
    let count = Int32(bytes.count)
    let length =
      switch kind {
      case .gsm: unsafe gsm0610_decode(decoder, &samples, bytes, count)
      case .lpc10: unsafe lpc10_decode(decoder, &samples, bytes, count)
      case .dvi4: unsafe ima_adpcm_decode(decoder, &samples, bytes, count)
      case .g726: unsafe g726_decode(decoder, &samples, bytes, count)
      }
    return Array(samples[..<Int(length)])
  }

  /// G.726 with a law gives bytes where its header speaks of samples.
  package func decodeCodes(_ bytes: [UInt8]) -> [UInt8] {
    var codes = [UInt8](repeating: 0, count: 8 * bytes.count + 16)
    let length = unsafe codes.withUnsafeMutableBytes { codes in
      unsafe g726_decode(
        decoder, codes.bindMemory(to: Int16.self).baseAddress, bytes, Int32(bytes.count))
    }
    return Array(codes[..<Int(length)])
  }
}
