package import Capture

/// Where a packet comes from.
package struct PacketPlace {
  /// Index of the input.
  let input: Int
  /// Number of the packet in its input, from 1.
  let number: Int
  /// What it was carried in.
  let encapsulations: Encapsulations

  package init(input: Int, number: Int, encapsulations: Encapsulations = .none) {
    self.input = input
    self.number = number
    self.encapsulations = encapsulations
  }

  package init(_ packet: CapturedPacket) {
    self.init(
      input: packet.input, number: packet.number, encapsulations: packet.encapsulations)
  }

  /// The place of what the packet carries in something else.
  func inside(_ kind: Encapsulations) -> PacketPlace {
    PacketPlace(input: input, number: number, encapsulations: encapsulations.union(kind))
  }
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
