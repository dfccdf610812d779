import Glibc

/// One µ-law byte as ITU-T G.711, table 2a, expands it, scaled to 16 bits.
func expandMu(_ byte: UInt8) -> Int16 {
  let bits = Int(~byte)
  let magnitude = ((bits & 0x0f) << 3 + 0x84) << ((bits & 0x70) >> 4) - 0x84
  return Int16(bits & 0x80 != 0 ? -magnitude : magnitude)
}

/// One A-law byte as ITU-T G.711, table 1a, expands it, scaled to 16 bits.
func expandA(_ byte: UInt8) -> Int16 {
  let bits = Int(byte ^ 0x55)
  let segment = (bits & 0x70) >> 4
  let step = (bits & 0x0f) << 4
  let magnitude = segment == 0 ? step + 8 : (step + 0x108) << (segment - 1)
  return Int16(bits & 0x80 != 0 ? magnitude : -magnitude)
}

/// The µ-law byte nearest to a sample.
func compressMu(_ sample: Int) -> UInt8 {
  (UInt8(0)...255).min { abs(Int(expandMu($0)) - sample) < abs(Int(expandMu($1)) - sample) } ?? 0
}

/// µ-law of a sine.
func sineMu(_ frequency: Double, amplitude: Double, count: Int) -> [UInt8] {
  (0..<count).map { index in
    compressMu(Int(amplitude * sin(2 * .pi * frequency * Double(index) / 8000)))
  }
}

/// Root mean square.
func power(_ samples: some Collection<Int16>) -> Double {
  (samples.reduce(0) { $0 + Double($1) * Double($1) } / Double(samples.count)).squareRoot()
}
