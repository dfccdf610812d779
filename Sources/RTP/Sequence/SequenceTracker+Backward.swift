extension SequenceTracker {
  /// Places a packet that is not ahead of the highest: it fills a hole, repeats a packet, comes too
  /// late, or belongs to a new run of numbers.
  mutating func placeBack(
    _ order: Int64, _ sequenceNumber: UInt16, _ timestamp: UInt32, at time: Int64
  ) -> Arrival {
    guard order >= base else { return placeBeforeStart(order, sequenceNumber, timestamp, at: time) }
    switch holes.take(order, at: time, packet: packets, window: window) {
    case .filled:
      return accept(order, timestamp, isReordered: true)
    case .givenUp:
      return countLate(order, timestamp)
    case .none:
      guard recent.isInWindow(order, highest: highest),
        recent.timestamp(of: order, highest: highest) ?? timestamp == timestamp
      else { return hold(sequenceNumber) }
      duplicates += 1
      return .duplicate
    }
  }

  /// A packet from before the first one: the new start while that is open, else late.
  private mutating func placeBeforeStart(
    _ order: Int64, _ sequenceNumber: UInt16, _ timestamp: UInt32, at time: Int64
  ) -> Arrival {
    guard base - order <= Int64(Self.windowPackets) else { return hold(sequenceNumber) }
    holes.openInFront(order + 1..<base, isWaitedFor: !isOpen, at: time, packet: packets)
    base = order
    return isOpen ? countLate(order, timestamp) : accept(order, timestamp, isReordered: true)
  }

  private mutating func countLate(_ order: Int64, _ timestamp: UInt32) -> Arrival {
    recent.record(order, timestamp, highest: highest)
    late += 1
    reordered += 1
    distinct += 1
    return .late
  }

  mutating func hold(_ sequenceNumber: UInt16) -> Arrival {
    heldSequenceNumber = sequenceNumber
    return .held
  }

  /// Two packets in a row at a far place begin a new segment (RFC 3550, appendix A.1).
  mutating func receive(
    _ sequenceNumber: UInt16, afterHeld held: UInt16, _ timestamp: UInt32, at time: Int64
  ) -> Arrival {
    if sequenceNumber == held {
      duplicates += 1
      return .duplicate
    }
    guard sequenceNumber == held &+ 1 else {
      strays += 1
      heldSequenceNumber = nil
      return place(sequenceNumber, timestamp, at: time)
    }
    heldSequenceNumber = nil
    restarts += 1
    expectedBefore += Int(highest - base + 1)
    holes.closeAll()
    start(held, cycle: (highest >> 16) + 2, timestamp: timestamp, at: time)
    let first = base
    highest += 1
    _ = accept(highest, timestamp, isReordered: false)
    return .restarted(heldOrder: first, order: highest)
  }
}
