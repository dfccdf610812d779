import NetworkBytes

/// ESP without encryption (RFC 4303, section 2; RFC 2410), told by its trailer.
///
/// No field says so (RFC 5879): the padding must count 1, 2, 3, … and the length of what is inside
/// must end where the padding begins. For that the packet must have been captured whole.
struct NullESP {
  /// The protocol inside.
  let protocolNumber: UInt8
  /// Where the payload lies.
  let payload: Range<Int>

  /// Lengths of the integrity check value, the usual ones first; 0 comes with no authentication.
  private static let checkLengths = [12, 16, 24, 32, 0, 8]

  /// Nil for what is encrypted, or looks like it.
  init?(_ bytes: Span<UInt8>) {
    for check in Self.checkLengths {
      // GMAC has an initialization vector of 8 bytes (RFC 4543, section 3).
      for start in check == 16 ? [8, 16] : [8] {
        guard let inside = Self.inside(bytes, start: start, end: bytes.count - check) else {
          continue
        }
        (protocolNumber, payload) = inside
        return
      }
    }
    return nil
  }

  private static func inside(
    _ bytes: Span<UInt8>, start: Int, end: Int
  ) -> (UInt8, Range<Int>)? {
    guard end - 2 > start else { return nil }
    let (padding, number) = (Int(bytes[end - 2]), bytes[end - 1])
    let padStart = end - 2 - padding
    guard padStart > start else { return nil }
    for index in 0..<padding where bytes[padStart + index] != UInt8(index + 1) { return nil }
    let inner = bytes.extracting(start..<padStart)
    let isWhole =
      switch number {
      case 17: inner.count >= 8 && Int(inner.uint16(at: 4)) == inner.count
      case 6: inner.count >= 20 && Int(inner[12] >> 4) * 4 >= 20 && inner[12] & 0x0E == 0
      case 4: inner.count >= 20 && inner[0] >> 4 == 4 && Int(inner.uint16(at: 2)) == inner.count
      case 41:
        inner.count >= 40 && inner[0] >> 4 == 6 && Int(inner.uint16(at: 4)) + 40 == inner.count
      default: false
      }
    return isWhole ? (number, start..<padStart) : nil
  }
}
