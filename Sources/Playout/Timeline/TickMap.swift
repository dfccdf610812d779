/// How ticks of a stream's clock stand for frames of its file, and for time.
struct TickMap: Sendable, BitwiseCopyable {
  /// Frames a second in the file.
  let sampleRate: Int64
  /// Ticks a second.
  let clockRate: Int64
  /// The frame that stands for tick 0, and its time from frame 0 on, in ns.
  private(set) var origin: Int64
  private var originTime: Int64
  /// The length of a tick in ns; 0 where that is no whole number.
  private let tick: Int64

  init(sampleRate: Int64, clockRate: Int64, origin: Int64 = 0) {
    self.sampleRate = sampleRate
    self.clockRate = max(1, clockRate)
    self.origin = origin
    originTime = Self.scale(origin, from: sampleRate, to: Self.second)
    tick = Self.second % self.clockRate == 0 ? Self.second / self.clockRate : 0
  }

  /// Moves tick 0 by frames.
  mutating func shift(by frames: Int64) {
    self = TickMap(sampleRate: sampleRate, clockRate: clockRate, origin: origin &+ frames)
  }

  /// The map of another clock whose tick 0 is `tick` of this one.
  func changing(to clockRate: Int64, at tick: Int64) -> TickMap {
    TickMap(sampleRate: sampleRate, clockRate: clockRate, origin: frame(of: tick))
  }

  func frame(of ticks: Int64) -> Int64 { origin &+ frames(in: ticks) }

  /// How many frames so many ticks last.
  func frames(in ticks: Int64) -> Int64 {
    clockRate == sampleRate ? ticks : Self.scale(ticks, from: clockRate, to: sampleRate)
  }

  /// From frame 0 on, in ns.
  func nanoseconds(of ticks: Int64) -> Int64 { originTime &+ duration(of: ticks) }

  /// How many ns that many ticks last.
  func duration(of ticks: Int64) -> Int64 {
    tick > 0 ? ticks &* tick : Self.scale(ticks, from: clockRate, to: Self.second)
  }

  /// How many ticks pass in so many ns.
  func ticks(in nanoseconds: Int64) -> Int64 {
    Self.scale(nanoseconds, from: Self.second, to: clockRate)
  }

  /// How many ns that many ticks last, 0 where that is no whole number.
  func wholeDuration(of ticks: Int64) -> Int64 {
    tick > 0 ? ticks &* tick : Self.wholeScale(ticks, from: clockRate, to: Self.second)
  }

  /// How many frames that many ticks last, 0 where that is no whole number.
  func wholeFrames(in ticks: Int64) -> Int64 {
    clockRate == sampleRate ? ticks : Self.wholeScale(ticks, from: clockRate, to: sampleRate)
  }

  private static let second: Int64 = 1_000_000_000

  /// Brings a count of one rate to another, without the rounding that would add up.
  private static func scale(_ count: Int64, from rate: Int64, to newRate: Int64) -> Int64 {
    let (quotient, remainder) = count.quotientAndRemainder(dividingBy: rate)
    return quotient &* newRate &+ remainder &* newRate / rate
  }

  private static func wholeScale(_ count: Int64, from rate: Int64, to newRate: Int64) -> Int64 {
    let (whole, remainder) = (count &* newRate).quotientAndRemainder(dividingBy: rate)
    return remainder == 0 ? whole : 0
  }
}
