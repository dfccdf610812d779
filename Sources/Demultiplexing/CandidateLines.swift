import RTP

/// The runs of consistent packets in what may be a stream: one, or two where two senders share an SSRC.
struct CandidateLines {
  /// A sequence number and a timestamp that go on from packet to packet.
  struct Line {
    fileprivate(set) var sequenceNumber: UInt16
    fileprivate(set) var timestamp: UInt32
    /// Consistent packets in a row, and those of them whose payload type a list names.
    fileprivate(set) var run = 1
    fileprivate(set) var listed: Int

    fileprivate enum Place { case next, near, elsewhere }

    fileprivate init(_ packet: RTPPacket, isListed: Bool) {
      (sequenceNumber, timestamp) = (packet.sequenceNumber, packet.timestamp)
      listed = isListed ? 1 : 0
    }

    /// A packet out of order is near: it neither ends the run nor counts.
    fileprivate func place(of packet: RTPPacket) -> Place {
      let step = Int16(bitPattern: packet.sequenceNumber &- sequenceNumber)
      let ticks = Int32(bitPattern: packet.timestamp &- timestamp)
      // A report of an event bears the time of its start, which lies before the audio around it.
      let back: Int32 = packet.payloadType >= 96 ? -0xffff : 0
      if step > 0, step <= 32, ticks >= back, ticks < Self.furthest { return .next }
      return step <= 0 && step > -32 && ticks.magnitude < Self.furthest ? .near : .elsewhere
    }

    private static let furthest = 1 << 22

    fileprivate mutating func advance(to packet: RTPPacket, isListed: Bool) {
      (sequenceNumber, timestamp) = (packet.sequenceNumber, packet.timestamp)
      run += 1
      listed += isListed ? 1 : 0
    }

    /// How far a packet lies from it, in packets of 20 ms at 8 kHz.
    func distance(to packet: RTPPacket) -> Int {
      SequenceTracker.distance(
        from: (sequenceNumber, timestamp), to: (packet.sequenceNumber, packet.timestamp))
    }
  }

  private(set) var first: Line
  private(set) var second: Line?
  /// Whether the second line has the newest packet, and how often that has changed.
  private var isSecondNewest = false
  private var changes = 0

  /// Consistent packets that make a stream without signalling.
  private static let requiredRun = 6

  init(_ packet: RTPPacket, isListed: Bool) {
    first = Line(packet, isListed: isListed)
  }

  /// Whether one of them is a stream.
  var isStream: Bool { max(first.listed, second?.listed ?? 0) >= Self.requiredRun }

  /// Whether a packet stands apart, of which more will say whether it is another sender's.
  var isUndecided: Bool {
    changes >= 2 && min(first.run, second?.run ?? 0) == 1
      && longestRun < 2 * Self.requiredRun
  }

  /// The packets of the longer one.
  var longestRun: Int { max(first.run, second?.run ?? 0) }

  /// Whether a list names the payload type of one of its packets.
  var hasListed: Bool { first.listed + (second?.listed ?? 0) > 0 }

  /// Whether one of them would be a stream, were its payload type in a list.
  var isLong: Bool { longestRun >= Self.requiredRun }

  /// Whether two senders take turns.
  var areTwo: Bool { min(first.run, second?.run ?? 0) >= 2 && changes >= 2 }

  /// Follows the line that a packet lies on; one that lies on none begins a new one, in the place of the shorter.
  mutating func follow(_ packet: RTPPacket, isListed: Bool) {
    let places = (first.place(of: packet), second?.place(of: packet) ?? .elsewhere)
    if places.0 == .next {
      first.advance(to: packet, isListed: isListed)
      note(isSecond: false)
    } else if places.1 == .next {
      second?.advance(to: packet, isListed: isListed)
      note(isSecond: true)
    } else if places == (.elsewhere, .elsewhere) {
      begin(Line(packet, isListed: isListed))
    }
  }

  private mutating func begin(_ line: Line) {
    if let known = second {
      changes = 0
      guard known.run <= first.run else {
        first = line
        return note(isSecond: false)
      }
    }
    second = line
    note(isSecond: true)
  }

  private mutating func note(isSecond: Bool) {
    changes += isSecond == isSecondNewest ? 0 : 1
    isSecondNewest = isSecond
  }
}
