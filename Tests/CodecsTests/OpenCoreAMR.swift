import CAMR

/// opencore-amr and vo-amrwbenc, called without any code of ours.
@safe
final class OpenCoreAMR {
  let isWide: Bool
  let samples: Int
  private let encoder: UnsafeMutableRawPointer
  private let decoder: UnsafeMutableRawPointer
  private let detectsSilence: Bool

  init(isWide: Bool, detectsSilence: Bool = false) {
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
  func encode(_ pcm: [Int16], mode: Int) -> [[UInt8]] {
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
  func decode(_ frame: [UInt8]) -> [Int16] {
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

/// Payloads of RFC 4867, bit by bit.
enum AMRPacking: String, CaseIterable {
  case bandwidthEfficient = ""
  case octetAligned = "octet-align=1"
  case checked = "octet-align=1; crc=1"

  private static let narrow = [95, 103, 118, 134, 148, 159, 204, 244, 39]
  private static let wide = [132, 177, 253, 285, 317, 365, 397, 461, 477, 40]

  /// The payload of stored frames.
  func payload(_ frames: [[UInt8]], isWide: Bool) -> [UInt8] {
    let isAligned = self != .bandwidthEfficient
    var bits = [Int](repeating: 1, count: 4)
    func pad() { if isAligned { bits += [Int](repeating: 0, count: -bits.count & 7) } }
    pad()
    for (index, frame) in frames.enumerated() {
      let type = Int(frame[0] >> 3 & 15)
      bits += [index == frames.count - 1 ? 0 : 1] + (0..<4).map { type >> (3 - $0) & 1 } + [1]
      pad()
    }
    if self == .checked {
      for frame in frames where frame.count > 1 { bits += [1, 0, 1, 1, 0, 0, 1, 0] }
    }
    for frame in frames where frame.count > 1 {
      let sizes = isWide ? Self.wide : Self.narrow
      for bit in 0..<sizes[Int(frame[0] >> 3 & 15)] {
        bits.append(Int(frame[1 + bit / 8] >> (7 - bit % 8) & 1))
      }
      pad()
    }
    return stride(from: 0, to: bits.count, by: 8).map { start in
      (0..<8).reduce(0) { $0 << 1 | (start + $1 < bits.count ? UInt8(bits[start + $1]) : 0) }
    }
  }
}
