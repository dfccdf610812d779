/// Where a packet stands among the inputs.
struct PacketPlace {
  /// Index of the input.
  let input: Int
  /// Number of the packet in its input, from 1.
  let number: Int
}

/// What is known of a stream's packet beside its order and payload.
struct PacketHeader {
  let timestamp: UInt32
  let marker: Bool
  /// Index in the stream's formats.
  let format: Int
  /// Capture time, ns since 1970.
  let time: Int64
  let place: PacketPlace
  let isTruncated: Bool
}
