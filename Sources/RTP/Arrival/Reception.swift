/// How the packets of one stream arrive: in which order, and when.
///
/// `receiveNext` is the fast path, which nearly all packets take; for them it does what `receive` and
/// `receiveAudio` do.
package struct Reception: Sendable {
  package private(set) var tracker: SequenceTracker
  package private(set) var statistics = ReceptionStatistics()

  /// Makes one that waits for holes for `window` ns of capture time.
  package init(window: Int64) {
    tracker = SequenceTracker(window: window)
  }

  /// Takes any packet; `time` in ns.
  @inline(__always)
  package mutating func receive(
    sequenceNumber: UInt16, timestamp: UInt32, digest: PayloadDigest, at time: Int64
  ) -> SequenceTracker.Arrival {
    let arrival = tracker.receive(
      sequenceNumber: sequenceNumber, timestamp: timestamp, digest: digest, at: time)
    switch arrival {
    case .accepted, .held, .late: statistics.receive(at: time)
    case .restarted:
      statistics.receive(at: time)
      statistics.restart()
    case .duplicate: break  // A copy tells nothing of how the packet came.
    }
    return arrival
  }

  /// Measures an audio packet that was accepted; `clockRate` in ticks a second, `time` in ns.
  @inline(__always)
  package mutating func receiveAudio(
    order: Int64, timestamp: UInt32, clockRate: Int, at time: Int64
  ) {
    statistics.receiveAudio(order: order, timestamp: timestamp, clockRate: clockRate, at: time)
  }

  /// Takes what was measured of audio packets apart, before it was known that they are.
  package mutating func adoptAudio(of other: ReceptionStatistics) {
    statistics.adoptAudio(of: other)
  }

  /// Takes the end of a call, behind which the same numbers are other packets.
  package mutating func endRun() { tracker.endRun() }

  /// Ends the stream: nothing more is waited for.
  package mutating func finish() {
    tracker.finish()
    statistics.finish()
  }

  /// Takes an audio packet that is just the next of its stream, or the next behind lost ones, as nearly all are, and
  /// returns its order.
  ///
  /// Else returns nil, and nothing has changed. `time` in ns, `clockRate` in ticks a second.
  package mutating func receiveNext(
    sequenceNumber: UInt16, timestamp: UInt32, digest: PayloadDigest, clockRate: Int,
    at time: Int64
  ) -> Int64? {
    guard
      tracker.receiveNext(sequenceNumber, timestamp, digest, at: time)
        || tracker.receiveAhead(sequenceNumber, timestamp, digest, at: time)
    else { return nil }
    statistics.receiveNext(at: time)
    statistics.receiveAudio(
      order: tracker.highest, timestamp: timestamp, clockRate: clockRate, at: time)
    return tracker.highest
  }
}
