/// A stream's timeline against capture time: the line through its least delayed packets.
///
/// All times are ns. A packet's *lateness* is its capture time less its time on the timeline; the least of
/// them is the line's level. Delay varies upwards only, so the level is what a silence or a reset is held against.
/// It is taken of every fourth packet, by its order: what is asked of each of millions costs.
struct CaptureLine: Sendable, BitwiseCopyable {
  /// The least lateness: the capture time that stands for frame 0.
  private(set) var level: Int64
  /// The level before packets came to stay late: behind a hold they may be punctual again.
  private var earlier: Int64?
  /// The lateness of the last packet.
  private(set) var last: Int64
  /// How far the level fell as silence was made up that capture time did not quite bear out.
  private var debt: Int64 = 0
  private var debtTime: Int64
  /// Silence that was made up by capture time, as far as packets behind it have not shown that it was too much.
  private var madeUp: Int64 = 0
  /// How far the level has risen as packets came to stay late, and may fall again.
  private var risen: Int64 = 0
  /// Packets near the level since any of these three was found; in time they are forgotten.
  private var near = 0
  /// Whether nothing but the level says what the line is.
  private(set) var isPlain = true
  /// Packets in a row that came far above the level, or far below it, and the nearest to it of them.
  private var late: (count: Int, level: Int64) = (0, .max)
  private var soon: (count: Int, level: Int64) = (0, .min)

  /// A packet may be so much sooner than the line, or later, and still stand on it.
  static let earliest: Int64 = 250_000_000
  static let latest: Int64 = 1_000_000_000
  /// What is further from the level than this moves it only if it stays: a packet late, or a capture time mangled.
  static let farBelow: Int64 = 1_000_000_000
  static let farAbove: Int64 = 500_000_000
  /// Every so many packets one is looked at.
  static let stride: Int64 = 4
  /// Packets looked at in a row that are no exception any more.
  private static let staying = 3
  /// Packets looked at, near the level, that make the one before it forgotten, and all that was made up.
  private static let settling = 12
  private static let settled = 125
  /// The level rises by 1/1024 of the audio's time, as clocks drift; debt is forgiven by 1/512 of capture time.
  private static let rise: Int64 = 10
  private static let forgiveness: Int64 = 9

  /// Fewer capture times may all be mangled.
  static let fewest = 5

  /// The least of some packets' lateness that others come near by a second: one that none comes near has a mangled
  /// capture time.
  static func least(of latenesses: some Collection<Int64>) -> Int64 {
    let sorted = latenesses.sorted()
    let company = min(fewest, (sorted.count + 1) / 2)
    for index in 0...(sorted.count - company)
    where sorted[index + company - 1] &- sorted[index] <= farBelow { return sorted[index] }
    return sorted[0]
  }

  init(lateness: Int64, time: Int64) {
    (level, last, debtTime) = (lateness, lateness, time)
  }

  /// What the line is when made-up silence is taken away from it.
  var reference: Int64 { level &+ debt }

  /// How far the level rises from one packet that is looked at to the next; each packet lasts `duration`.
  @inline(__always)
  static func rise(in duration: Int64) -> Int64 { duration >> (rise - 2) }

  /// Takes a packet's lateness; `duration` is the audio's since the packet before.
  mutating func note(_ lateness: Int64, of order: Int64, duration: Int64, staysLate: Bool) {
    last = lateness
    guard order & (Self.stride - 1) == 0 else { return }
    let distance = lateness &- level
    if distance < -Self.farBelow || distance > Self.farAbove {
      return noteFar(lateness, isAbove: distance > 0, staysLate: staysLate)
    }
    let newLevel = min(level &+ Self.rise(in: duration), lateness)
    if !isPlain { settle(newLevel) }
    level = newLevel
  }

  /// As far as the level falls by silence that was made up, that was too much, and is owed.
  private mutating func settle(_ newLevel: Int64) {
    (late, soon) = ((0, .max), (0, .min))
    if newLevel < level {
      let fall = level &- newLevel
      let back = min(risen, fall)
      risen &-= back
      let excess = min(madeUp, fall &- back)
      madeUp &-= excess
      debt &+= excess
    }
    near &+= 1
    if near >= Self.settling { earlier = nil }
    if near >= Self.settled { (madeUp, risen) = (0, 0) }
    isPlain = earlier == nil && madeUp | risen == 0
  }

  /// Takes silence, ns, that only capture time knows of.
  mutating func makeUp(_ silence: Int64) {
    madeUp &+= silence
    (near, isPlain) = (0, false)
  }

  @inline(never)
  private mutating func noteFar(_ lateness: Int64, isAbove: Bool, staysLate: Bool) {
    isPlain = false
    if isAbove {
      late = (late.count &+ 1, min(late.level, lateness))
      guard staysLate, late.count >= Self.staying else { return }
      (earlier, near) = (earlier ?? level, 0)
      risen &+= max(0, late.level &- level)
      (level, debt) = (late.level, 0)
    } else {
      soon = (soon.count &+ 1, max(soon.level, lateness))
      guard soon.count >= Self.staying else { return }
      level = soon.level
    }
    (late, soon) = ((0, .max), (0, .min))
  }

  /// Takes what the packets of an even run came to; all of them are near the level, and nothing else is to be known.
  @inline(__always)
  mutating func note(level: Int64, last: Int64) { (self.level, self.last) = (level, last) }

  /// By how much packets with this least lateness come sooner than the line allows for.
  func earliness(of least: Int64) -> Int64 { reference &- least }

  /// Whether a packet's lateness stands on the line.
  func holds(_ lateness: Int64) -> Bool {
    earliness(of: lateness) <= Self.earliest && lateness &- level <= Self.latest
  }

  /// Whether it stands on the line as it was before packets came to stay late; then that line holds again.
  mutating func returns(_ least: Int64) -> Bool {
    guard let earlier, (least &- earlier).magnitude <= UInt64(Self.earliest) else { return false }
    (level, self.earlier) = (earlier, nil)
    return true
  }

  /// Begins anew where silence was made shorter than capture time says.
  mutating func restart(_ lateness: Int64) {
    self = CaptureLine(lateness: lateness, time: debtTime)
  }

  /// Goes along with packets that are believed to be sooner.
  mutating func follow(to lateness: Int64) { level = min(level, lateness) }

  /// Forgets what was before: the timestamps begin anew.
  mutating func reset() { earlier = nil }

  /// Takes silence as it was claimed, before packets of this least lateness.
  mutating func believe(_ least: Int64, at time: Int64) {
    let passed = max(0, time &- debtTime)
    debt = max(0, debt &- passed >> Self.forgiveness) &+ max(0, level &- least)
    debtTime = max(debtTime, time)
  }
}
