extension Span where Element == UInt8 {
  /// Whether both hold the same bytes, in a time that tells only whether they are of one length.
  package func isEqualInConstantTime(to other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    var difference: UInt8 = 0
    for index in indices { difference |= self[index] ^ other[index] }
    return difference == 0
  }
}
