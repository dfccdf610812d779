import RTP

/// The rules for sequence numbers, told as plainly as can be and without regard to time and memory:
/// every order has an entry of its own.
struct SequenceModel {
  private struct Wait {
    let time: Int64
    let packet: Int
    var isGivenUp = false
  }

  private let window: Int64
  private var packets = 0
  private var now = Int64.min
  private var firstTime: Int64 = 0
  private var isStartFinal = false
  private var base: Int64 = 0
  private var highest: Int64 = 0
  private var held: UInt16?
  /// Missing orders of the segment.
  private var missing: [Int64: Wait] = [:]
  /// Orders that came, with their timestamps.
  private var came: [Int64: UInt32] = [:]
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
    wait.isGivenUp || now - wait.time > window && packets - wait.packet > 128
  }

  mutating func receive(_ number: UInt16, _ timestamp: UInt32, at time: Int64)
    -> SequenceTracker.Arrival
  {
    packets += 1
    now = max(now, time)
    isUndecided = false
    if packets == 1 {
      firstTime = now
      begin(1 << 16 + Int64(number), timestamp)
      return .accepted(order: base, isReordered: false)
    }
    isStartFinal = isStartFinal || packets > 128 && now - firstTime > window
    guard let before = held else { return place(number, timestamp) }
    if before == number {
      duplicates += 1
      return .duplicate
    }
    held = nil
    guard number == before &+ 1 else {
      strays += 1
      return place(number, timestamp)
    }
    expectedBefore += Int(highest - base) + 1
    cameBefore += came.count
    begin((highest / 65_536 + 2) * 65_536 + Int64(before), timestamp)
    let first = base
    advance(to: first + 1)
    came[first + 1] = timestamp
    return .restarted(heldOrder: first, order: first + 1)
  }

  private mutating func begin(_ order: Int64, _ timestamp: UInt32) {
    (missing, came, passed) = ([:], [order: timestamp], [order: now])
    (base, highest) = (order, order)
  }

  private mutating func advance(to order: Int64) {
    for between in highest + 1...order { passed[between] = now }
    for between in highest + 1..<order { missing[between] = Wait(time: now, packet: packets) }
    highest = order
  }

  private mutating func place(_ number: UInt16, _ timestamp: UInt32) -> SequenceTracker.Arrival {
    // Of all orders with this number, the one nearest to the highest.
    let cycle = highest / 65_536 * 65_536
    let order =
      [cycle - 65_536, cycle, cycle + 65_536].map { $0 + Int64(number) }
      .min { (abs($0 - highest), $0) < (abs($1 - highest), $1) } ?? 0
    if order > highest {
      guard order - highest < 3000 else { return hold(number) }
      advance(to: order)
      came[order] = timestamp
      return .accepted(order: order, isReordered: false)
    }
    if order < base {
      guard base - order <= 128 else { return hold(number) }
      for between in order..<base {
        missing[between] = Wait(time: now, packet: packets, isGivenUp: isStartFinal)
        passed[between] = passed[base]
      }
      base = order
    }
    if let wait = missing.removeValue(forKey: order) {
      came[order] = timestamp
      reordered += 1
      if isOver(wait) {
        late += 1
        return .late
      }
      return .accepted(order: order, isReordered: true)
    }
    return placeAgain(order, number, timestamp)
  }

  private mutating func placeAgain(_ order: Int64, _ number: UInt16, _ timestamp: UInt32)
    -> SequenceTracker.Arrival
  {
    let isNear = highest - order < 128
    let age = now - (passed[order] ?? now)
    // Beside the last 128 orders, time is known to a seventh of the window only.
    isUndecided = !isNear && age > window - window / 7 && age < window + 2 * (window / 7) + 2
    guard isNear ? came[order] == timestamp : age <= window else { return hold(number) }
    duplicates += 1
    return .duplicate
  }

  private mutating func hold(_ number: UInt16) -> SequenceTracker.Arrival {
    held = number
    return .held
  }
}
