extension SequenceTracker {
  /// How far a packet lies from the highest, by its sequence number and its timestamp, in packets of 20 ms at 8 kHz.
  package func distance(to sequenceNumber: UInt16, _ timestamp: UInt32) -> Int {
    let last = recent.timestamp(of: highest, highest: highest) ?? timestamp
    return Self.distance(
      from: (UInt16(truncatingIfNeeded: highest), last), to: (sequenceNumber, timestamp))
  }

  /// How far two packets lie apart, in the same measure.
  package static func distance(
    from one: (sequenceNumber: UInt16, timestamp: UInt32),
    to other: (sequenceNumber: UInt16, timestamp: UInt32)
  ) -> Int {
    let step = Int16(bitPattern: other.sequenceNumber &- one.sequenceNumber)
    let ticks = Int32(bitPattern: other.timestamp &- one.timestamp)
    return Int(step.magnitude) + Int(ticks.magnitude / 160)
  }
}
