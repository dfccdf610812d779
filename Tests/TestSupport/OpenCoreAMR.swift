import CAMR

/// opencore-amr and vo-amrwbenc, called without any code of ours.
@safe
package final class OpenCoreAMR {
  package let isWide: Bool
  package let samples: Int
  private let encoder: UnsafeMutableRawPointer
  private let decoder: UnsafeMutableRawPointer
  private let detectsSilence: Bool

  package init(isWide: Bool, detectsSilence: Bool = false) {
    guard
      let encoder = unsafe isWide ? E_IF_init() : Encoder_Interface_init(detectsSilence ? 1 : 0),
      let decoder = unsafe isWide ? D_IF_init() : Decoder_Interface_init()
    else { fatalError("no coder of AMR") }
    unsafe (self.encoder, self.decoder) = (encoder, decoder)
    (self.isWide, self.detectsSilence) = (isWide, detectsSilence)
    samples = isWide ? 320 : 160
  }

  deinit {
    if isWide {
      unsafe E_IF_exit(encoder)
      unsafe D_IF_exit(decoder)
    } else {
      unsafe Encoder_Interface_exit(encoder)
      unsafe Decoder_Interface_exit(decoder)
    }
  }

  /// The frames of 20 ms, each as files hold it: a byte with its type, and its bits.
  package func encode(_ pcm: [Int16], mode: Int) -> [[UInt8]] {
    stride(from: 0, through: pcm.count - samples, by: samples).map { start in
      var frame = [UInt8](repeating: 0, count: 64)
      // The narrow one writes into what it encodes.
      var speech = Array(pcm[start..<start + samples])
      let length =
        unsafe isWide
        ? E_IF_encode(encoder, Int32(mode), &speech, &frame, detectsSilence ? 1 : 0)
        : Encoder_Interface_Encode(encoder, Mode(UInt32(mode)), &speech, &frame, 0)
      return Array(frame[..<Int(length)])
    }
  }

  /// The samples of a stored frame; of none, what is made up in its place.
  package func decode(_ frame: [UInt8]) -> [Int16] {
    var pcm = [Int16](repeating: 0, count: samples)
    var bytes = frame.isEmpty ? [0x7c] : frame
    bytes += [UInt8](repeating: 0, count: 64 - bytes.count)
    if isWide {
      unsafe D_IF_decode(decoder, bytes, &pcm, 0)
    } else {
      unsafe Decoder_Interface_Decode(decoder, bytes, &pcm, 0)
    }
    return pcm
  }
}
