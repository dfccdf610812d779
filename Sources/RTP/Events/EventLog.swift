/// The telephone-event packets of a stream as they came, and the packets around them.
///
/// Only what stands next to an event is kept of the others, so that the log grows with the events.
package struct EventLog: Sendable {
  /// A packet that reports events.
  package struct Packet: Sendable {
    /// The extended sequence number.
    package let order: Int64
    /// Capture time, ns since 1970.
    package let time: Int64
    package let timestamp: UInt32
    package let marker: Bool
    /// Index in the stream's formats.
    package let format: Int
    package let payload: [UInt8]
    /// Whether the capture cut it short.
    package let isTruncated: Bool
    /// Whether its sequence number had come before.
    package let isDuplicate: Bool
    /// Index of the input.
    package let input: Int
    /// Number of the packet in its input, from 1.
    package let number: Int

    package init(
      order: Int64, time: Int64, timestamp: UInt32, marker: Bool, format: Int, payload: [UInt8],
      isTruncated: Bool = false, isDuplicate: Bool = false, input: Int, number: Int
    ) {
      self.order = order
      self.time = time
      self.timestamp = timestamp
      self.marker = marker
      self.format = format
      self.payload = payload
      self.isTruncated = isTruncated
      self.isDuplicate = isDuplicate
      self.input = input
      self.number = number
    }
  }

  /// A packet without events that stands next to one with events.
  package struct Neighbour: Sendable {
    package let order: Int64
    package let time: Int64
    package let timestamp: UInt32
    package let format: Int

    @inlinable
    package init(order: Int64, time: Int64, timestamp: UInt32, format: Int) {
      self.order = order
      self.time = time
      self.timestamp = timestamp
      self.format = format
    }
  }

  package private(set) var packets: [Packet] = []
  package private(set) var neighbours: [Neighbour] = []
  /// Event packets beyond the limit, which are counted only.
  package private(set) var dropped = 0
  private var previous: Neighbour?
  private var isAfterEvent = false

  /// More event packets than this in one stream are not kept: hours of uninterrupted digits.
  package static let limit = 500_000

  package init() {}

  /// Takes a packet that reports events.
  package mutating func receive(_ packet: Packet) {
    guard packets.count < Self.limit else {
      dropped += 1
      return
    }
    packets.append(packet)
    if let before = previous {
      neighbours.append(before)
      previous = nil
    }
    isAfterEvent = true
  }

  /// Puts in place of each packet's bytes what `open` makes of them, and drops those of which it makes nothing.
  package mutating func replacePayloads(_ open: (Packet) -> [UInt8]?) {
    packets = packets.compactMap { packet in
      open(packet).map { payload in
        Packet(
          order: packet.order, time: packet.time, timestamp: packet.timestamp,
          marker: packet.marker, format: packet.format, payload: payload,
          isTruncated: packet.isTruncated, isDuplicate: packet.isDuplicate, input: packet.input,
          number: packet.number)
      }
    }
  }

  /// Takes any other packet.
  @inline(__always)
  package mutating func pass(_ neighbour: Neighbour) {
    previous = neighbour
    if isAfterEvent { keep(neighbour) }
  }

  private mutating func keep(_ neighbour: Neighbour) {
    neighbours.append(neighbour)
    isAfterEvent = false
    previous = nil
  }
}
