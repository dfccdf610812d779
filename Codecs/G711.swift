internal import AVX2
internal import CProcessor

/// The two laws of ITU-T G.711.
enum G711 {
  case mu, a

  static let hasAVX2 = processor_has_avx2()

  /// Expands each code to 16-bit linear PCM at the front of `pcm`, as far as it has room.
  func expand(
    _ codes: Span<UInt8>, into pcm: inout MutableSpan<Int16>, usesAVX2: Bool = Self.hasAVX2
  ) {
    let count = min(codes.count, pcm.count)
    unsafe codes.withUnsafeBufferPointer { codes in
      unsafe pcm.withUnsafeMutableBufferPointer { pcm in
        guard let codes = codes.baseAddress, let pcm = pcm.baseAddress else { return }
        switch (self, usesAVX2) {
        case (.mu, true): unsafe AVX2.G711Expansion.muLaw(codes, pcm, count: count)
        case (.a, true): unsafe AVX2.G711Expansion.aLaw(codes, pcm, count: count)
        case (.mu, false): unsafe G711Expansion.muLaw(codes, pcm, count: count)
        case (.a, false): unsafe G711Expansion.aLaw(codes, pcm, count: count)
        }
      }
    }
  }
}
