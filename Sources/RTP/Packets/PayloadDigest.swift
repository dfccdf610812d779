public import NetworkBytes

/// What tells a copy of a packet from another payload under the same numbers.
///
/// It is made of the packet's length and its last eight bytes without padding: of 20,000 pairs of payloads that differ
/// there, one is not told apart.
@frozen
public struct PayloadDigest: Sendable {
  /// 0 for what may equal any other.
  @usableFromInline let bits: UInt16

  /// Reads a packet that was captured to its end.
  package init(of packet: RTPPacket, in bytes: Span<UInt8>) {
    self.init(endOf: bytes.extracting(first: packet.payload.upperBound))
  }

  /// Reads a packet without padding, of at least 12 bytes.
  ///
  /// Where the payload has fewer than eight, those before it are the header's own, which a copy has, too.
  @inlinable
  @inline(__always)
  public init(endOf bytes: Span<UInt8>) {
    // Swapped once more, it costs no swap.
    let end = bytes.uint64(at: bytes.count &- 8).byteSwapped
    let mixed = (end &+ UInt64(truncatingIfNeeded: bytes.count)) &* 0x9e37_79b9_7f4a_7c15
    self.init(bits: UInt16(truncatingIfNeeded: mixed >> 48))
  }

  @inlinable
  @inline(__always)
  init(bits: UInt16) { self.bits = bits }

  /// That of a payload whose end was not captured, which may be any.
  package static let unknown = PayloadDigest(bits: 0)

  /// Whether both may be of the same payload.
  func mayEqual(_ other: PayloadDigest) -> Bool {
    bits == other.bits || bits == 0 || other.bits == 0
  }
}
