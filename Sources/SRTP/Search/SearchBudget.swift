/// Bounds what a search costs, whatever it is given.
///
/// One unit is a try of a packet of up to 256 bytes, 0.2 to 0.6 µs; 16,384 of them are 10 ms (`bench-srtp`).
struct SearchBudget {
  static let units = 16_384
  /// What the derivation of session keys costs.
  static let derivation = 6
  static let bytesPerUnit = 256

  private var left = units
  private(set) var isExhausted = false

  /// Takes the units; false, and nothing more is given, where they are no longer there.
  mutating func take(_ units: Int) -> Bool {
    guard left >= units, !isExhausted else {
      isExhausted = true
      return false
    }
    left -= units
    return true
  }

  mutating func take(packetBytes: Int) -> Bool { take(1 + packetBytes / Self.bytesPerUnit) }
}
