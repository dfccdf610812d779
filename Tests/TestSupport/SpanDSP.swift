import CSpanDSPTones

/// G.711 and DTMF as libspandsp has them: another implementation than ours.
package enum SpanDSP {
  /// What the samples are after they were coded and decoded by that law.
  package static func quantised(_ samples: [Int16], _ law: String) -> [Int16] {
    coded(samples, law).decoded
  }

  /// The codes of samples by that law, and what they decode to.
  package static func coded(
    _ samples: [Int16], _ law: String
  ) -> (codes: [UInt8], decoded: [Int16]) {
    guard let state = unsafe g711_init(nil, Int32(law == "PCMU" ? G711_ULAW : G711_ALAW)) else {
      return ([], [])
    }
    defer { unsafe _ = g711_free(state) }
    var codes = [UInt8](repeating: 0, count: samples.count)
    unsafe _ = g711_encode(state, &codes, samples, Int32(samples.count))
    var decoded = [Int16](repeating: 0, count: samples.count)
    unsafe _ = g711_decode(state, &decoded, codes, Int32(codes.count))
    return (codes, decoded)
  }

  /// The digits that dtmf_rx hears in 8 kHz audio.
  package static func digits(_ samples: [Int16]) -> String {
    guard let state = unsafe dtmf_rx_init(nil, nil, nil) else { return "" }
    defer { unsafe _ = dtmf_rx_free(state) }
    var heard = ""
    var letters = [CChar](repeating: 0, count: 128)
    // No more at once than it has room to tell of.
    for start in stride(from: 0, to: samples.count, by: 4000) {
      let block = Array(samples[start..<min(start + 4000, samples.count)])
      _ = unsafe dtmf_rx(state, block, Int32(block.count))
      let count = unsafe Int(dtmf_rx_get(state, &letters, 127))
      heard += letters[..<count].map { String(UnicodeScalar(UInt8(bitPattern: $0))) }.joined()
    }
    return heard
  }
}
