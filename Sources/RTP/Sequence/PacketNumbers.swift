/// What a packet says of its place in the stream, and what tells it from another packet of that place.
struct PacketNumbers: Sendable {
  let sequenceNumber: UInt16
  let timestamp: UInt32
  let digest: PayloadDigest

  /// Whether it is a copy of the other, as far as both were captured.
  func repeats(_ other: PacketNumbers) -> Bool {
    sequenceNumber == other.sequenceNumber && timestamp == other.timestamp
      && digest.mayEqual(other.digest)
  }
}
