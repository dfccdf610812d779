/// What a packet is to its stream's time: its numbers, and how long it lasts.
struct TimedPacket: Sendable, BitwiseCopyable {
  enum Kind: Sendable {
    /// Audio whose payload says how long it lasts.
    case audio
    /// Media whose length is not known: of a codec that is not decoded, or cut short by the capture.
    case unmeasured
    case comfortNoise
    /// A report of a telephone-event, whose timestamp is the event's start.
    case event
    /// Nothing that has a place: an empty payload, or media whose clock nobody knows.
    case placeless
  }

  let order: Int64
  /// Capture time, ns since 1970.
  let time: Int64
  let timestamp: UInt32
  let kind: Kind
  /// Ticks that it lasts by its payload, at the clock of its format; 0 where that is not known.
  let duration: Int64
  /// Ticks a second by its format.
  let clockRate: Int64
  /// Index in the stream's formats.
  let format: UInt16

  /// Of all that the packet lasts, its first `repeated` ticks came in packets before: its place is behind them.
  init(_ entry: PacketEntry, kind: Kind, duration: Int = 0, repeated: Int = 0, clockRate: Int) {
    (order, time) = (entry.order, entry.time)
    timestamp = entry.timestamp &+ UInt32(truncatingIfNeeded: repeated)
    self.kind = kind
    self.duration = Int64(max(0, duration - repeated))
    self.clockRate = Int64(clockRate)
    format = entry.format
  }

  /// Whether it stands on the line of the stream's timestamps.
  var isOnLine: Bool {
    switch kind {
    case .audio, .unmeasured, .comfortNoise: true
    case .event, .placeless: false
    }
  }
}
