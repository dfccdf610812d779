package import Audio

/// A telephone-event put together from its reports.
package struct AssembledEvent: Sendable, Equatable {
  package let code: UInt8
  /// The RTP timestamp of its start.
  package let timestamp: UInt32
  /// Ticks from its start to the end that is known so far.
  package internal(set) var duration: UInt32
  /// Power level in dBm0 without its sign, as the first report has it.
  package let volume: UInt8
  /// Reports received, repeats of one sequence number left out.
  package internal(set) var packets: Int
  /// Reports with the E bit.
  package internal(set) var endPackets: Int
  /// The DTMF digit; nil for every other event.
  package var digit: DTMFDigit? { DTMFDigit(rawValue: code) }
  /// The start of the segment that is being reported (RFC 4733, section 2.5.1.3).
  var segmentTimestamp: UInt32
}

/// Joins reports, in order of sequence number, to events (RFC 4733, section 2.5.2).
///
/// An event is known by its code and timestamp, so lost first or end packets, repeats and
/// interleaved audio do not matter; a segment that begins where the last one ended goes on with it.
package struct EventAssembler: Sendable {
  /// Events that may still grow, the newest last; a report older than all of them opens a new one.
  private var open: [AssembledEvent] = []
  /// The order of the packet whose report came last.
  private var order: Int64?
  /// Events that may grow at a time; the oldest gives way.
  package static let openLimit = 8

  package init() {}

  /// What a report did.
  package enum Change: Sendable { case began, grew }

  /// Takes a report of the packet with that order; returns its event as that now stands.
  ///
  /// No event goes on from one run of sequence numbers into another, nor over a reset of the
  /// timestamps, which `isReset` says that the packet begins with.
  package mutating func receive(_ report: EventReport, order: Int64, isReset: Bool = false)
    -> (event: AssembledEvent, change: Change)
  {
    if let last = self.order, last != order,
      isReset || order - last >= SequenceTracker.newRun
    {
      open.removeAll()
    }
    self.order = order
    return receive(report.event, timestamp: report.timestamp)
  }

  private mutating func receive(_ report: TelephoneEvent, timestamp: UInt32)
    -> (event: AssembledEvent, change: Change)
  {
    if let index = open.lastIndex(where: { Self.continues($0, report, timestamp) }) {
      let lead = timestamp &- open[index].timestamp
      open[index].segmentTimestamp = timestamp
      open[index].duration = max(open[index].duration, lead &+ UInt32(report.duration))
      open[index].packets += 1
      open[index].endPackets += report.isEnd ? 1 : 0
      return (open[index], .grew)
    }
    let event = AssembledEvent(
      code: report.code, timestamp: timestamp, duration: UInt32(report.duration),
      volume: report.volume, packets: 1, endPackets: report.isEnd ? 1 : 0,
      segmentTimestamp: timestamp)
    if open.count == Self.openLimit { open.removeFirst() }
    open.append(event)
    return (event, .began)
  }

  private static func continues(
    _ event: AssembledEvent, _ report: TelephoneEvent, _ timestamp: UInt32
  ) -> Bool {
    guard event.code == report.code else { return false }
    if event.segmentTimestamp == timestamp { return true }
    // The next segment starts where the last one, filled to 0xFFFF, ended; senders round a little,
    // and the last reports of the segment may be lost.
    let end = event.timestamp &+ event.duration
    return event.endPackets == 0
      && (0xff00...0x1_00ff).contains(timestamp &- event.segmentTimestamp)
      && (-0xff...0x2000).contains(Int32(bitPattern: timestamp &- end))
  }
}
