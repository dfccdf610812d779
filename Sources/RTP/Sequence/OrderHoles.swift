/// The orders that have not come: those still waited for and those given up.
struct OrderHoles: Sendable {
  private struct Hole {
    var gap: OrderGap
    let time: Int64
    let packet: Int

    func isExpired(at time: Int64, packet: Int, window: Int64) -> Bool {
      SequenceTracker.isOver(since: self.time, self.packet, at: time, packet, window: window)
    }
  }

  enum Taken {
    case filled
    /// Its hole had been given up.
    case givenUp
    /// Its hole had been given up, and its timestamp is not one of that place.
    case foreign
    case none
  }

  /// Both lists are sorted by order.
  private var waiting: [Hole] = []
  private var givenUp: [OrderGap] = []
  /// What was lost for good and is remembered only here; nil while there is none.
  private var forgotten: LossBursts?
  /// Holes given up before their time, as too many were open.
  private(set) var early = 0

  /// More holes than this are a broken stream; the lower half is given up.
  private static let limit = 4096
  /// Holes that are remembered once they were given up, so that who comes still counts as late.
  private static let rememberedLimit = 256

  mutating func open(_ gap: OrderGap, at time: Int64, packet: Int) {
    guard !gap.orders.isEmpty else { return }
    waiting.append(Hole(gap: gap, time: time, packet: packet))
    guard waiting.count > Self.limit else { return }
    for hole in waiting[..<(Self.limit / 2)] { giveUp(hole.gap) }
    waiting.removeFirst(Self.limit / 2)
    early += Self.limit / 2
  }

  /// A hole before the start of the stream: waited for while that is open, else given up at once.
  mutating func openInFront(_ gap: OrderGap, isWaitedFor: Bool, at time: Int64, packet: Int) {
    guard !gap.orders.isEmpty else { return }
    if isWaitedFor {
      waiting.insert(Hole(gap: gap, time: time, packet: packet), at: 0)
    } else {
      giveUp(gap)
    }
  }

  /// Takes one order out of its hole; of one that was given up only if the timestamp is one of that place.
  mutating func take(
    _ order: Int64, _ timestamp: UInt32, at time: Int64, packet: Int, window: Int64
  ) -> Taken {
    if let index = Self.index(of: order, in: waiting, by: { $0.gap.orders }) {
      let hole = waiting[index]
      let isOver = hole.isExpired(at: time, packet: packet, window: window)
      if isOver, !hole.gap.holds(timestamp) { return .foreign }
      let parts = hole.gap.split(at: order, timestamp).map {
        Hole(gap: $0, time: hole.time, packet: hole.packet)
      }
      waiting.replaceSubrange(index...index, with: parts)
      return isOver ? .givenUp : .filled
    }
    if let index = Self.index(of: order, in: givenUp, by: { $0.orders }) {
      guard givenUp[index].holds(timestamp) else { return .foreign }
      givenUp.replaceSubrange(index...index, with: givenUp[index].split(at: order, timestamp))
      return .givenUp
    }
    return .none
  }

  /// The lowest order that is still waited for.
  var firstWaitedFor: Int64? { waiting.first?.gap.orders.lowerBound }

  /// When the hole that is given up first was opened, and by which packet; nil where there is none.
  var oldest: (time: Int64, packet: Int)? { waiting.first.map { ($0.time, $0.packet) } }

  /// Gives up what has waited long enough.
  @inline(__always)
  mutating func giveUpExpired(at time: Int64, packet: Int, window: Int64) {
    guard !waiting.isEmpty, waiting[0].isExpired(at: time, packet: packet, window: window) else {
      return
    }
    let expired = waiting.prefix { $0.isExpired(at: time, packet: packet, window: window) }.count
    for hole in waiting[..<expired] { giveUp(hole.gap) }
    waiting.removeFirst(expired)
  }

  /// Ends a segment: what has not come by now is lost.
  mutating func closeAll() {
    if !waiting.isEmpty || !givenUp.isEmpty { forgotten = lost }
    waiting.removeAll()
    givenUp.removeAll()
  }

  /// All that has not come, by its length.
  var lost: LossBursts {
    var bursts = forgotten ?? LossBursts()
    for hole in waiting { bursts.count(hole.gap.orders) }
    for gap in givenUp { bursts.count(gap.orders) }
    return bursts
  }

  private mutating func giveUp(_ gap: OrderGap) {
    // Only a hole before the start of the stream can lie below one that was given up before it.
    let isLowest =
      givenUp.first.map { gap.orders.lowerBound < $0.orders.lowerBound } ?? false
    // Before it is one more: the buffer would double for that one.
    if !isLowest, givenUp.count == Self.rememberedLimit { forgetLowerHalf() }
    givenUp.insert(gap, at: isLowest ? 0 : givenUp.count)
    if givenUp.count > Self.rememberedLimit { forgetLowerHalf() }
  }

  private mutating func forgetLowerHalf() {
    var bursts = forgotten ?? LossBursts()
    for gap in givenUp[..<(Self.rememberedLimit / 2)] { bursts.count(gap.orders) }
    forgotten = bursts
    givenUp.removeFirst(Self.rememberedLimit / 2)
  }

  private static func index<Element>(
    of order: Int64, in list: [Element], by orders: (Element) -> Range<Int64>
  ) -> Int? {
    var (low, high) = (0, list.count)
    while low < high {
      let middle = (low + high) / 2
      if orders(list[middle]).upperBound <= order { low = middle + 1 } else { high = middle }
    }
    return low < list.count && orders(list[low]).contains(order) ? low : nil
  }
}
