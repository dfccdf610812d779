/// What differs between the rates of ITU-T G.726: codes of 2 to 5 bits and their tables.
struct G726Rate: Sendable {
  /// Bits of a code.
  let codeBits: Int
  /// The bit of a code that is its sign.
  let sign: Int
  /// The decision levels of the quantizer (tables 1 to 4): log2 of the normalised difference, in 1/128.
  let levels: [Int32]
  /// Whether the smallest magnitude has a code with each sign; otherwise code 0 does not occur.
  let hasZero: Bool
  /// For each code, what the inverse quantizer makes of it (tables 1 to 4), in 1/128.
  let magnitudes: [Int32]
  /// For each code, W(I), by which the quantizer's scale factor adapts (section 2.4).
  let scaling: [Int32]
  /// For each code, F(I), by which the speed of adaptation changes (section 2.5).
  let speed: [Int32]

  /// Takes the tables of positive codes, which negative ones mirror.
  private init(
    levels: [Int32], hasZero: Bool = false, magnitudes: [Int32], scaling: [Int32], speed: [Int32]
  ) {
    func mirrored(_ table: [Int32]) -> [Int32] { table + table.reversed() }
    sign = magnitudes.count
    codeBits = magnitudes.count.trailingZeroBitCount + 1
    self.levels = levels
    self.hasZero = hasZero
    self.magnitudes = mirrored(magnitudes)
    self.scaling = mirrored(scaling)
    self.speed = mirrored(speed.map { $0 << 9 })
  }

  static let kbit16 = G726Rate(
    levels: [261], hasZero: true, magnitudes: [116, 365], scaling: [-704, 14_048], speed: [0, 7])

  static let kbit24 = G726Rate(
    levels: [8, 218, 331], magnitudes: [-2048, 135, 273, 373],
    scaling: [-128, 960, 4384, 18_624], speed: [0, 1, 2, 7])

  static let kbit32 = G726Rate(
    levels: [-124, 80, 178, 246, 300, 349, 400],
    magnitudes: [-2048, 4, 135, 213, 273, 323, 373, 425],
    scaling: [-384, 576, 1312, 2048, 3584, 6336, 11_360, 35_904],
    speed: [0, 0, 0, 1, 1, 1, 3, 7])

  static let kbit40 = G726Rate(
    levels: [-122, -16, 68, 139, 198, 250, 298, 339, 378, 413, 445, 475, 502, 528, 553],
    magnitudes: [
      -2048, -66, 28, 104, 169, 224, 274, 318, 358, 395, 429, 459, 488, 514, 539, 566,
    ],
    scaling: [
      448, 448, 768, 1248, 1280, 1312, 1856, 3200, 4512, 5728, 7008, 8960, 11_456, 14_080, 16_928,
      22_272,
    ],
    speed: [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 3, 4, 5, 6, 6])
}
