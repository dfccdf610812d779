internal import CProcessor

#if arch(x86_64)
  internal import AVX2
#endif

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
        var done = 0
        #if arch(x86_64)
          if usesAVX2 {
            switch self {
            case .mu: done = unsafe AVX2.G711Expansion.muLaw(codes, pcm, count: count)
            case .a: done = unsafe AVX2.G711Expansion.aLaw(codes, pcm, count: count)
            }
          }
        #endif
        switch self {
        case .mu: unsafe G711Expansion.muLaw(codes + done, pcm + done, count: count - done)
        case .a: unsafe G711Expansion.aLaw(codes + done, pcm + done, count: count - done)
        }
      }
    }
  }
}
