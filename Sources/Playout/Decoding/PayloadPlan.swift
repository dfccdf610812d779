import Audio
import Codecs

/// The few facts about a payload format that every packet of it asks for.
struct PayloadPlan: BitwiseCopyable {
  enum Kind: UInt8, BitwiseCopyable {
    case audio, event, redundancy, comfortNoise, cut, unsupported, unknown
  }

  let kind: Kind
  /// Ticks a second; 0 where nothing says, and the stream's clock is meant.
  let clockRate: Int
  /// Nil where a payload itself tells how long it lasts.
  let rate: ConstantRate?

  /// Whether no packet of this format speaks of anything but itself.
  var isPlain: Bool { kind == .audio || kind == .comfortNoise || kind == .cut }

  init(_ role: PayloadFormat.Role, _ format: MediaFormat?) {
    clockRate = format?.clockRate ?? 0
    var rate: ConstantRate?
    switch role {
    case .audio(let codec):
      kind = .audio
      rate = format.flatMap { codec.constantRate(for: $0) }
    case .event: kind = .event
    case .redundancy: kind = .redundancy
    case .comfortNoise: kind = .comfortNoise
    case .cut: kind = .cut
    case .unsupported: kind = .unsupported
    case .unknown: kind = .unknown
    }
    self.rate = rate
  }
}
