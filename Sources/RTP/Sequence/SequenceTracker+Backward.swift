extension SequenceTracker {
  /// Orders below the lowest that one may come at and still be reordered.
  static let deepest: Int64 = 128

  /// Places a packet that is not ahead of the highest: it fills a hole, repeats a packet, comes too
  /// late, or belongs to a new run of numbers.
  mutating func placeBack(_ order: Int64, _ numbers: PacketNumbers, at time: Int64) -> Arrival {
    guard order >= base else { return placeBeforeStart(order, numbers, at: time) }
    switch holes.take(order, numbers.timestamp, at: time, packet: packets, window: window) {
    case .filled: return acceptBack(order, numbers, at: time)
    case .givenUp: return countLate(order, numbers, at: time)
    case .foreign: return hold(numbers)
    case .none:
      guard
        recent.isRepeated(
          by: numbers.timestamp, numbers.digest, order, highest: highest, at: time, window: window)
      else { return hold(numbers) }
      duplicates += 1
      return .duplicate
    }
  }

  /// A packet from before the first one: reordered if it comes soon and its timestamp says so too, else of a new
  /// run.
  ///
  /// It is the new start while that is open, else late.
  private mutating func placeBeforeStart(
    _ order: Int64, _ numbers: PacketNumbers, at time: Int64
  ) -> Arrival {
    guard base - order <= Self.deepest, isInReach(base - order, at: time),
      OrderGap.mayPrecede(
        numbers.timestamp, baseTimestamp, by: base - order, step: meanStep)
    else { return hold(numbers) }
    holes.openInFront(
      OrderGap(orders: order + 1..<base, before: numbers.timestamp, after: baseTimestamp),
      isWaitedFor: !isOpen, at: time, packet: packets)
    (base, baseTimestamp) = (order, numbers.timestamp)
    return isOpen ? countLate(order, numbers, at: time) : acceptBack(order, numbers, at: time)
  }

  /// Whether a packet so many orders below the lowest was sent within the window, had it been sent at the pace of the
  /// others.
  private func isInReach(_ orders: Int64, at time: Int64) -> Bool {
    guard time <= baseDeadline else { return false }
    let (left, overflow) = baseDeadline.subtractingReportingOverflow(time)
    guard !overflow else { return true }
    let interval = max(0, window &- left) / max(1, highest - base)
    return interval <= left / max(1, orders)
  }

  /// Ticks from one order to the next of this segment: of 120 ms at 48 kHz at most, 0 before there are two.
  private var meanStep: Int64 {
    let last = recent.timestamp(of: highest, highest: highest) ?? baseTimestamp
    let ticks = Int64(Int32(bitPattern: last &- baseTimestamp))
    return min(max(0, ticks / max(1, highest - base)), 5760)
  }

  private mutating func acceptBack(
    _ order: Int64, _ numbers: PacketNumbers, at time: Int64
  ) -> Arrival {
    reordered += 1
    recent.record(order, numbers.timestamp, numbers.digest, behind: highest, at: time)
    return .accepted(order: order, isReordered: true)
  }

  private mutating func countLate(
    _ order: Int64, _ numbers: PacketNumbers, at time: Int64
  ) -> Arrival {
    _ = acceptBack(order, numbers, at: time)
    late += 1
    return .late
  }

  mutating func hold(_ numbers: PacketNumbers) -> Arrival {
    held = numbers
    return .held
  }

  /// Two packets in a row at a far place begin a new segment (RFC 3550, appendix A.1).
  mutating func receive(
    _ numbers: PacketNumbers, afterHeld held: PacketNumbers, at time: Int64
  ) -> Arrival {
    if numbers.repeats(held) {
      duplicates += 1
      return .duplicate
    }
    self.held = nil
    guard numbers.sequenceNumber == held.sequenceNumber &+ 1, !goesOn(numbers, insteadOf: held)
    else {
      strays += 1
      return place(numbers, at: time)
    }
    restarts += 1
    expectedBefore += Int(highest - base + 1)
    holes.closeAll()
    start(held, cycle: (highest >> 16) + 2, at: time)
    highest += 1
    recent.record(highest, numbers.timestamp, numbers.digest)
    return .restarted(heldOrder: base, order: highest)
  }

  /// Whether a packet follows the highest rather than a held one that has the highest's sequence number.
  private func goesOn(_ numbers: PacketNumbers, insteadOf held: PacketNumbers) -> Bool {
    guard held.sequenceNumber == UInt16(truncatingIfNeeded: highest),
      let last = recent.timestamp(of: highest, highest: highest)
    else { return false }
    let (toLast, toHeld) = (numbers.timestamp &- last, numbers.timestamp &- held.timestamp)
    return Int32(bitPattern: toLast).magnitude <= Int32(bitPattern: toHeld).magnitude
  }

  /// Ends the run of numbers as far as repeats go: whatever has a number that came before, or lies in a hole, is new.
  package mutating func endRun() {
    holes.closeAll()
    recent.forget(upTo: highest)
    baseDeadline = .min
  }
}
