/// A report of a telephone-event, with what its place in the packet says of it.
package struct EventReport: Sendable, Equatable {
  package let event: TelephoneEvent
  /// The RTP timestamp that its duration counts from.
  package let timestamp: UInt32
  /// The payload type of the RED block that it stands in; nil where the packet is one of events.
  package let payloadType: UInt8?
  /// Whether it stands in an older block of a RED packet.
  package let isRedundant: Bool

  package init(
    _ event: TelephoneEvent, timestamp: UInt32, payloadType: UInt8? = nil, isRedundant: Bool = false
  ) {
    self.event = event
    self.timestamp = timestamp
    self.payloadType = payloadType
    self.isRedundant = isRedundant
  }
}
