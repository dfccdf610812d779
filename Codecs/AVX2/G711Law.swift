#if arch(x86_64)
  import _Builtin_intrinsics.intel

  /// A law as sums of products: a code's sample is its sign × 2^shift × (mantissa × scale + unit × offset), where
  /// its four lowest bits choose the mantissa and the next three scale and offset.
  struct G711Law {
    /// By the bits as they are sent; below zero, as a code whose first bit is 0 is.
    let mantissas: __m128i
    let scales: __m128i
    let offsets: __m128i
    /// Below zero where it adds.
    let unit: Int8
    let shift: Int32

    /// 4 ((2 mantissa + 33) 2^exponent - 33); all bits are sent inverted.
    static var mu: Self {
      Self(
        mantissas: _mm_setr_epi8(
          -63, -61, -59, -57, -55, -53, -51, -49, -47, -45, -43, -41, -39, -37, -35, -33),
        scales: _mm_setr_epi8(-128, 64, 32, 16, 8, 4, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0),
        offsets: _mm_set1_epi8(33), unit: 1, shift: 2)
    }

    /// 8 (2 mantissa + 33) 2^(exponent - 1), but 8 (2 mantissa + 1) where the exponent is 0; every other bit is
    /// sent inverted.
    static var a: Self {
      Self(
        mantissas: _mm_setr_epi8(
          -11, -9, -15, -13, -3, -1, -7, -5, -27, -25, -31, -29, -19, -17, -23, -21),
        scales: _mm_setr_epi8(16, 8, 64, 32, 1, 1, 4, 2, 0, 0, 0, 0, 0, 0, 0, 0),
        offsets: _mm_setr_epi8(16, 8, 64, 32, 1, 0, 4, 2, 0, 0, 0, 0, 0, 0, 0, 0), unit: -32,
        shift: 3)
    }

    /// The samples of 32 codes: of the first 16, and of the others.
    @inline(__always)
    func samples(of codes: __m256i) -> (__m256i, __m256i) {
      // Bytes are paired within each half of a register, so the quarters in the middle change places before.
      let codes = __m256i(codes[0], codes[2], codes[1], codes[3])
      // No byte of it is 0; those of codes that begin with a 1 are below, and so turn a sign.
      let signs = _mm256_or_si256(codes, _mm256_set1_epi8(1))
      let exponents = _mm256_and_si256(_mm256_srli_epi16(codes, 4), _mm256_set1_epi8(7))
      let scales = lookUp(exponents, in: scales)
      let offsets = lookUp(exponents, in: offsets)
      let mantissas = _mm256_sign_epi8(
        lookUp(_mm256_and_si256(codes, _mm256_set1_epi8(15)), in: mantissas), signs)
      let units = _mm256_sign_epi8(_mm256_set1_epi8(unit), signs)
      let low = _mm256_maddubs_epi16(
        _mm256_unpacklo_epi8(scales, offsets), _mm256_unpacklo_epi8(mantissas, units))
      let high = _mm256_maddubs_epi16(
        _mm256_unpackhi_epi8(scales, offsets), _mm256_unpackhi_epi8(mantissas, units))
      return (_mm256_slli_epi16(low, shift), _mm256_slli_epi16(high, shift))
    }

    @inline(__always)
    private func lookUp(_ indices: __m256i, in table: __m128i) -> __m256i {
      _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(table), indices)
    }
  }
#endif
