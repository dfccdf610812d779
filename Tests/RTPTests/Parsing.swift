import RTP

// A macro of Swift Testing cannot take a span, so that arrays are parsed here.

func parsed(_ bytes: [UInt8], isTruncated: Bool = false) -> RTPPacket? {
  RTPPacket(parsing: bytes.span, isTruncated: isTruncated)
}

func report(_ bytes: [UInt8]) -> TelephoneEvent? { TelephoneEvent(bytes.span) }

/// The blocks of a RED payload; the last one, and no other, is the primary one.
func redBlocks(_ payload: [UInt8]) -> [RedundantBlock]? {
  guard var blocks = RedundantBlocks(payload.span) else { return nil }
  let primary = blocks.primary
  var all: [RedundantBlock] = []
  while let block = blocks.next() { all.append(block) }
  return all.map(\.isPrimary) == all.indices.map { $0 == all.count - 1 }
    && all.last?.range == primary.range ? all : nil
}

/// What the walk over a packet of events at timestamp 1000 comes by.
func eventReports(_ payload: [UInt8]) -> [EventReports.Element] {
  var reports = EventReports(payload.span, timestamp: 1000)
  var all: [EventReports.Element] = []
  while let element = reports.next() { all.append(element) }
  return all
}

/// What the walk over a RED packet at timestamp 1000 comes by.
func eventReports(
  redundant payload: [UInt8], _ eventTypes: EventPayloadTypes
) -> [EventReports.Element] {
  var reports = EventReports(redundant: payload.span, timestamp: 1000, eventTypes)
  var all: [EventReports.Element] = []
  while let element = reports.next() { all.append(element) }
  return all
}

func kindOf(_ bytes: [UInt8]) -> DatagramKind { DatagramKind(bytes.span) }

func compound(_ bytes: [UInt8], isTruncated: Bool = false) -> RTCPCompound {
  RTCPCompound(parsing: bytes.span, isTruncated: isTruncated)
}
