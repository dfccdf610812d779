/// How the packets of one stream arrive: in which order, and when.
package struct Reception: Sendable {
  package var tracker: SequenceTracker
  package var statistics = ReceptionStatistics()

  /// Makes one that waits for holes for `window` ns of capture time.
  package init(window: Int64) {
    tracker = SequenceTracker(window: window)
  }

  /// Takes an audio packet that is just the next of its stream, or the next behind lost ones, as nearly all are, and
  /// returns its order.
  ///
  /// Else returns nil, and nothing has changed. `time` in ns, `clockRate` in ticks a second.
  package mutating func receiveNext(
    sequenceNumber: UInt16, timestamp: UInt32, clockRate: Int, at time: Int64
  ) -> Int64? {
    guard
      tracker.receiveNext(sequenceNumber, timestamp, at: time)
        || tracker.receiveAhead(sequenceNumber, timestamp, at: time)
    else { return nil }
    statistics.receiveNext(at: time)
    statistics.receiveAudio(
      order: tracker.highest, timestamp: timestamp, clockRate: clockRate, at: time)
    return tracker.highest
  }
}
