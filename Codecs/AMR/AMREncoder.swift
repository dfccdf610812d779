internal import Audio
internal import CAMR

/// Owns an encoder of opencore-amr or vo-amrwbenc, which keep no state outside it and may move
/// between threads.
///
/// Among the format's parameters it obeys `octet-align=1`, and `mode-set`, of which it takes the
/// highest mode (RFC 4867, section 8.1).
@safe
struct AMREncoder: AudioEncoder, ~Copyable, @unchecked Sendable {
  private let band: AMRBand
  private let isAligned: Bool
  private let mode: Int
  private let state: UnsafeMutableRawPointer

  init(_ band: AMRBand, _ format: MediaFormat) throws(CodecError) {
    if band == .wide, !libvo_amrwbenc_is_there() {
      throw .noLibrary(
        CodecLibrary(name: "libvo-amrwbenc", debianPackage: "libvo-amrwbenc0") { false }.absence)
    }
    guard let state = unsafe band == .narrow ? Encoder_Interface_init(0) : E_IF_init() else {
      throw .noEncoder(codec: band.name, channels: 1)
    }
    unsafe self.state = state
    self.band = band
    let parameters = FormatParameters(format)
    isAligned = parameters.isOn("octet-align")
    let modes = (parameters["mode-set"] ?? "").split(separator: ",").compactMap { Int($0) }
    // 12.2 kbit/s; of AMR-WB 12.65, above which few go.
    mode = modes.filter { 0..<band.silence ~= $0 }.max() ?? (band == .narrow ? 7 : 2)
  }

  deinit {
    switch band {
    case .narrow: unsafe Encoder_Interface_exit(state)
    case .wide: unsafe E_IF_exit(state)
    }
  }

  mutating func encode(_ pcm: Span<Int16>, into payload: inout [UInt8]) throws(CodecError) {
    let count = pcm.count / band.samples
    guard count > 0, pcm.count % band.samples == 0, count <= AMRPayload.mostFrames else {
      throw .impossiblePacket(codec: band.name, frames: pcm.count)
    }
    let frames = (0..<count).map { index in
      encode(pcm.extracting(index * band.samples..<(index + 1) * band.samples))
    }
    var bits = BitWriter()
    // No mode is asked for.
    bits.append(15, count: 4)
    if isAligned { bits.align() }
    for (index, frame) in frames.enumerated() {
      bits.append((index < count - 1 ? 32 : 0) | Int(frame[0] >> 2 & 31), count: 6)
      if isAligned { bits.align() }
    }
    for frame in frames {
      var left = band.bits(ofType: Int(frame[0] >> 3 & 15)) ?? 0
      for byte in frame.dropFirst() where left > 0 {
        let count = min(8, left)
        bits.append(Int(byte) >> (8 - count), count: count)
        left -= count
      }
      if isAligned { bits.align() }
    }
    payload += bits.bytes
  }

  /// A frame as files hold it (RFC 4867, section 5.3).
  private func encode(_ pcm: Span<Int16>) -> [UInt8] {
    // The narrow one writes into what it is given to encode.
    var speech: [Int16] = []
    for index in pcm.indices { speech.append(pcm[index]) }
    var frame = [UInt8](repeating: 0, count: 64)
    let length =
      switch band {
      case .narrow:
        unsafe Encoder_Interface_Encode(state, Mode(UInt32(mode)), &speech, &frame, 0)
      case .wide: unsafe E_IF_encode(state, Int32(mode), &speech, &frame, 0)
      }
    return Array(frame.prefix(max(1, Int(length))))
  }
}
