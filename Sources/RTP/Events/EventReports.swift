/// Walks over the reports of telephone-events in a packet, in the order in which they stand there.
///
/// Reports in one payload are of events that follow each other: each begins where the one before it
/// has got to (RFC 4733, section 2.5.1.5). A RED packet (RFC 2198) may report events in its primary
/// block, in older ones, or in both.
package struct EventReports: ~Escapable {
  /// What stands next in the packet.
  package enum Element: Sendable, Equatable {
    case report(EventReport)
    /// Reports follow whose bytes, this many, are not a whole number of reports, or none at all.
    case oddLength(Int)
    /// The lengths of the RED blocks do not add up, so that none of them can be read.
    case brokenBlocks
  }

  private let payload: Span<UInt8>
  private let packetTimestamp: UInt32
  private let eventTypes: EventPayloadTypes
  /// The blocks that have not been read.
  ///
  /// Spelled with `?` it would begin as a nil whose lifetime is not the payload's.
  private var blocks: Optional<RedundantBlocks>
  /// An element that comes before the next report.
  private var remark: Element?
  /// The bytes of the reports that come next, and the timestamp of the first of them.
  private var rest = 0..<0
  private var timestamp: UInt32
  private var payloadType: UInt8?
  private var isRedundant = false

  /// Reports that are read of one payload or block; no sender comes near.
  package static let limit = 16

  /// Walks over a payload that is all events; `timestamp` is the packet's.
  @_lifetime(copy payload)
  package init(_ payload: Span<UInt8>, timestamp: UInt32) {
    self.payload = payload
    packetTimestamp = timestamp
    self.timestamp = timestamp
    eventTypes = EventPayloadTypes()
    blocks = nil
    begin(0..<payload.count)
  }

  /// Walks over the blocks of a RED payload whose payload types are among `eventTypes`; `timestamp`
  /// is the packet's.
  @_lifetime(copy payload)
  package init(
    redundant payload: Span<UInt8>, timestamp: UInt32, _ eventTypes: EventPayloadTypes
  ) {
    self.payload = payload
    packetTimestamp = timestamp
    self.timestamp = timestamp
    self.eventTypes = eventTypes
    let blocks = RedundantBlocks(payload)
    if blocks == nil { remark = .brokenBlocks }
    self.blocks = blocks
  }

  /// What comes next; nil at the end.
  @_lifetime(self: copy self)
  package mutating func next() -> Element? {
    repeat {
      if let remark {
        self.remark = nil
        return remark
      }
      if let event = TelephoneEvent(payload.extracting(rest)) {
        defer {
          timestamp &+= UInt32(event.duration)
          rest = rest.lowerBound + TelephoneEvent.length..<rest.upperBound
        }
        return .report(
          EventReport(
            event, timestamp: timestamp, payloadType: payloadType, isRedundant: isRedundant))
      }
    } while beginBlock()
    return nil
  }

  /// Goes on to the next block with events; false where there is none.
  @_lifetime(self: copy self)
  private mutating func beginBlock() -> Bool {
    while let block = blocks?.next() {
      guard eventTypes.contains(block.payloadType) else { continue }
      payloadType = block.payloadType
      isRedundant = !block.isPrimary
      timestamp = packetTimestamp &- block.timestampOffset
      begin(block.range)
      return true
    }
    return false
  }

  @_lifetime(self: copy self)
  private mutating func begin(_ range: Range<Int>) {
    rest = range.prefix(Self.limit * TelephoneEvent.length)
    if range.isEmpty || !range.count.isMultiple(of: TelephoneEvent.length) {
      remark = .oddLength(range.count)
    }
  }
}
