/// The most common step of the timestamp from one sequence number to the next.
///
/// Four steps are counted at a time; a fifth takes the place and the count of the rarest (Metwally
/// and others, "Space-Saving", 2005), so any step that makes more than a quarter is found.
package struct PacketTime: Sendable {
  private struct Step: Sendable, BitwiseCopyable {
    var ticks: Int32 = 0
    var clockRate: Int32 = 0
    var count: UInt32 = 0
  }

  private var others = InlineArray<3, Step>(repeating: Step())
  private var clockRate: Int32 = 0
  /// The step that is common with the clock rate at hand, and how often it came.
  var usual = PacketTime.unknown
  var usualCount: UInt32 = 0

  /// No step of a timestamp that could be counted.
  private static let unknown = Int32.min

  /// Ticks that a packet is usually apart from the next; 0 until that is known.
  var ticks: Int32 { max(0, usual) }

  /// Counts a step that is not the usual one.
  @inline(never)
  mutating func count(_ ticks: Int32) {
    guard ticks > 0 else { return }
    if usualCount == 0 { usual = ticks }
    if ticks == usual {
      usualCount &+= 1
      return
    }
    let place = place(of: ticks, clockRate)
    others[place].count &+= 1
    (others[place].ticks, others[place].clockRate) = (ticks, clockRate)
    guard others[place].count > usualCount else { return }
    (usual, others[place].ticks) = (ticks, usual)
    swap(&usualCount, &others[place].count)
  }

  /// Follows a change of the clock rate, after which other steps are usual.
  mutating func change(to newRate: Int32) {
    guard newRate != clockRate else { return }
    if usualCount > 0 {
      let place = place(of: usual, clockRate)
      others[place] = Step(ticks: usual, clockRate: clockRate, count: usualCount)
    }
    (usual, usualCount, clockRate) = (Self.unknown, 0, newRate)
    var best: Int?
    for index in others.indices
    where others[index].clockRate == newRate
      && others[index].count > (best.map { others[$0].count } ?? 0)
    {
      best = index
    }
    guard let best else { return }
    (usual, usualCount) = (others[best].ticks, others[best].count)
    others[best] = Step()
  }

  private func place(of ticks: Int32, _ rate: Int32) -> Int {
    var rarest = 0
    for index in others.indices {
      if others[index].ticks == ticks, others[index].clockRate == rate { return index }
      if others[index].count < others[rarest].count { rarest = index }
    }
    return rarest
  }

  /// In ms; nil where no two sequence numbers came that follow each other.
  package var milliseconds: Double? {
    var best = Step(ticks: usual, clockRate: clockRate, count: usualCount)
    for index in others.indices where others[index].count > best.count { best = others[index] }
    guard best.count > 0, best.clockRate > 0, best.ticks > 0 else { return nil }
    return Double(best.ticks) * 1000 / Double(best.clockRate)
  }
}
