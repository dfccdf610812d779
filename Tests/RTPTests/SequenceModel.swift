@testable import RTP

/// The rules for sequence numbers, told as plainly as can be and without regard to time and memory:
/// every order has an entry of its own.
struct SequenceModel {
  private struct Wait {
    let time: Int64
    let packet: Int
    var isGivenUp = false
  }

  /// A packet as the tracker is told of it; payload 0 was not captured to its end.
  struct Packet {
    var number: UInt16
    var timestamp: UInt32
    var payload: UInt8

    func mayEqual(_ other: Packet) -> Bool {
      payload == other.payload || payload == 0 || other.payload == 0
    }
  }

  private struct Arrived {
    let packet: Packet
    let time: Int64
    /// Which of the packets behind a higher one it was; nil where it came in its turn.
    var turn: Int?
  }

  private let window: Int64
  private var packets = 0
  private var now = Int64.min
  private var firstTime: Int64 = 0
  private var isStartFinal = false
  private var base: Int64 = 0
  private var highest: Int64 = 0
  private var held: Packet?
  /// Until when a lower order than the lowest may be reordered.
  private var deadline = Int64.min
  /// Up to this order all is forgotten that a packet might repeat.
  private var forgotten = Int64.min
  private var outOfTurn = 0
  /// Missing orders of the segment.
  private var missing: [Int64: Wait] = [:]
  /// Orders that came.
  private var came: [Int64: Arrived] = [:]
  /// When the highest order passed each order.
  private var passed: [Int64: Int64] = [:]
  private var expectedBefore = 0
  private var cameBefore = 0

  private(set) var duplicates = 0
  private(set) var late = 0
  private(set) var reordered = 0
  private(set) var strays = 0
  /// Whether the last verdict hung on how exactly the time since a packet is known.
  private(set) var isUndecided = false

  init(window: Int64) { self.window = window }

  var expected: Int { packets == 0 ? 0 : expectedBefore + Int(highest - base) + 1 }
  var lost: Int { expected - cameBefore - came.count }

  /// The lowest order that may still be accepted in this segment.
  var lowestWaitedFor: Int64? {
    guard isStartFinal else { return nil }
    return missing.filter { !isOver($0.value) }.keys.min() ?? highest + 1
  }

  private func isOver(_ wait: Wait) -> Bool {
    let passed = packets - wait.packet
    return wait.isGivenUp || now - wait.time > window && passed > 128 || passed > 4096
  }

  mutating func receive(_ packet: Packet, at time: Int64) -> SequenceTracker.Arrival {
    packets += 1
    now = max(now, time)
    isUndecided = false
    if packets == 1 {
      firstTime = now
      begin(1 << 16 + Int64(packet.number), packet)
      return .accepted(order: base, isReordered: false)
    }
    isStartFinal =
      isStartFinal || packets > 128 && now - firstTime > window || packets > 4096
    guard let before = held else { return place(packet) }
    if before.number == packet.number, before.timestamp == packet.timestamp,
      before.mayEqual(packet)
    {
      duplicates += 1
      return .duplicate
    }
    held = nil
    guard packet.number == before.number &+ 1, !goesOn(packet, not: before) else {
      strays += 1
      return place(packet)
    }
    expectedBefore += Int(highest - base) + 1
    cameBefore += came.count
    begin((highest / 65_536 + 2) * 65_536 + Int64(before.number), before)
    let first = base
    advance(to: first + 1)
    came[first + 1] = Arrived(packet: packet, time: now)
    return .restarted(heldOrder: first, order: first + 1)
  }

  /// Whether a packet follows the highest, whose number a held one has, too.
  private func goesOn(_ packet: Packet, not held: Packet) -> Bool {
    guard let last = came[highest]?.packet, last.number == held.number else { return false }
    return Self.distance(packet, last).magnitude <= Self.distance(packet, held).magnitude
  }

  /// How far the timestamp of one packet is ahead of another's.
  private static func distance(_ packet: Packet, _ other: Packet) -> Int64 {
    Int64(Int32(truncatingIfNeeded: Int64(packet.timestamp) - Int64(other.timestamp)))
  }

  mutating func endRun() {
    missing = [:]
    forgotten = highest
    deadline = .min
  }

  private mutating func begin(_ order: Int64, _ packet: Packet) {
    came = [order: Arrived(packet: packet, time: now)]
    (missing, passed) = ([:], [order: now])
    (base, highest, deadline, forgotten, outOfTurn) = (order, order, now + window, .min, 0)
  }

  private mutating func advance(to order: Int64) {
    for between in highest + 1...order { passed[between] = now }
    for between in highest + 1..<order { missing[between] = Wait(time: now, packet: packets) }
    highest = order
  }

  private mutating func place(_ packet: Packet) -> SequenceTracker.Arrival {
    // Of all orders with this number, the one nearest to the highest.
    let cycle = highest / 65_536 * 65_536
    let order =
      [cycle - 65_536, cycle, cycle + 65_536].map { $0 + Int64(packet.number) }
      .min { (abs($0 - highest), $0) < (abs($1 - highest), $1) } ?? 0
    if order > highest {
      guard order - highest < 3000 else { return hold(packet) }
      advance(to: order)
      came[order] = Arrived(packet: packet, time: now)
      return .accepted(order: order, isReordered: false)
    }
    if order < base {
      guard mayLie(packet, before: base - order) else { return hold(packet) }
      for between in order..<base {
        missing[between] = Wait(time: now, packet: packets, isGivenUp: isStartFinal)
        passed[between] = passed[base]
      }
      base = order
    } else if let wait = missing[order], isOver(wait), !mayLie(packet, at: order) {
      return hold(packet)
    }
    if let wait = missing.removeValue(forKey: order) {
      came[order] = Arrived(packet: packet, time: now, turn: outOfTurn)
      outOfTurn += 1
      reordered += 1
      if isOver(wait) {
        late += 1
        return .late
      }
      return .accepted(order: order, isReordered: true)
    }
    return placeAgain(order, packet)
  }

  /// Whether a packet that is so many orders below the lowest may have been sent before it, and came soon enough.
  private func mayLie(_ packet: Packet, before orders: Int64) -> Bool {
    guard orders <= 128, now <= deadline, let lowest = came[base]?.packet else { return false }
    // At the pace of the others it was sent so long before the lowest.
    let left = deadline - now
    guard (window - left) / max(1, highest - base) <= left / orders else { return false }
    let ticks = Self.distance(lowest, packet)
    let risen = came[highest].map { Self.distance($0.packet, lowest) } ?? 0
    let step = min(max(0, risen / max(1, highest - base)), 5760)
    return ticks <= 65_535 + 128 * step && (ticks > 0 || ticks == 0 && orders <= 3)
  }

  /// Whether the timestamp of a packet lies between those of the next that came on both sides.
  private func mayLie(_ packet: Packet, at order: Int64) -> Bool {
    guard let before = (base..<order).last(where: { came[$0] != nil }).flatMap({ came[$0] }),
      let after = (order...highest).first(where: { came[$0] != nil }).flatMap({ came[$0] })
    else { return true }
    let behind = Self.distance(packet, before.packet)
    let ahead = Self.distance(after.packet, packet)
    if Self.distance(after.packet, before.packet) >= 0 { return behind >= -65_535 && ahead >= 0 }
    return (0..<524_288).contains(behind) || (0..<524_288).contains(ahead)
  }

  private mutating func placeAgain(_ order: Int64, _ packet: Packet) -> SequenceTracker.Arrival {
    guard order > forgotten, let first = came[order] else { return hold(packet) }
    let age = now - (passed[order] ?? now)
    // When a packet came is known exactly of the last 128 that came out of turn, else to a seventh of the window.
    let isKnown = first.turn.map { outOfTurn - $0 <= 128 } ?? false
    let isRecent = age <= window || isKnown && now - first.time <= window
    let isNearEdge = age > window - window / 7 && age < window + 2 * (window / 7) + 2
    isUndecided = isNearEdge && !(isKnown && now - first.time <= window)
    guard isRecent, highest - order >= 128 || first.packet.timestamp == packet.timestamp,
      highest - order >= 256 || first.packet.mayEqual(packet)
    else { return hold(packet) }
    duplicates += 1
    return .duplicate
  }

  private mutating func hold(_ packet: Packet) -> SequenceTracker.Arrival {
    held = packet
    return .held
  }
}
