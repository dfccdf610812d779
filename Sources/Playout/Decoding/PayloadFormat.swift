package import Audio
package import Codecs
package import RTP

/// What a payload type of a stream stands for, and how that is known.
package struct PayloadFormat: Sendable {
  /// Where the meaning of a payload type comes from.
  package enum Origin: String, Sendable {
    case option, sdp, `static`, guess
  }

  /// What is done with the payloads.
  package enum Role: Sendable {
    case audio(Codec)
    case event
    case comfortNoise
    case redundancy
    /// Known, but not audio that can be decoded here; a library may be missing for it.
    case unsupported
    /// Nothing says what it is, or only a name that stands for more than one codec.
    case unknown
    /// Audio whose payloads were not captured to their end: they have a place and no sound.
    case cut
  }

  package let payloadType: UInt8
  package private(set) var format: MediaFormat?
  /// The same as it was described, which may be wrong about the clock.
  package private(set) var named: MediaFormat?
  package private(set) var origin: Origin?
  package private(set) var role: Role { didSet { plan = PayloadPlan(role, format) } }
  /// What of this every packet asks for.
  private(set) var plan: PayloadPlan
  /// Packets of the stream with this format, duplicates included.
  package var packets = 0
  /// The clock that its timestamps showed in place of the one it names; nil where they do not.
  package var clockSeen: ClockSeen?
  /// What it says of its payloads that is not so, as a clause; nil where nothing is.
  package var remark: String?

  package init(payloadType: UInt8, format: MediaFormat?, origin: Origin?) {
    self.payloadType = payloadType
    role = .unknown
    plan = PayloadPlan(.unknown, nil)
    if let format, let origin { resolve(to: format, from: origin) }
  }

  /// What stands for the packets of another format that were cut short.
  package init(cut other: PayloadFormat) {
    payloadType = Self.noType
    format = other.format
    origin = other.origin
    role = .cut
    plan = PayloadPlan(.cut, format)
  }

  /// No payload type, which has seven bits.
  private static let noType: UInt8 = 255

  /// Gives a payload type that nothing named its meaning.
  package mutating func resolve(to format: MediaFormat, from origin: Origin) {
    let codec = Codec.codec(for: format)
    named = format
    self.format = codec?.meant(by: format) ?? format
    self.origin = origin
    role =
      switch format.companion {
      case .telephoneEvent where (1000...384_000).contains(format.clockRate): .event
      case .comfortNoise: .comfortNoise
      case .redundancy where format.clockRate < 90_000: .redundancy
      default: Self.role(of: codec, format)
      }
  }

  private static func role(of codec: Codec?, _ format: MediaFormat) -> Role {
    guard let codec, codec.missingLibrary == nil, codec.refusal(of: format) == nil else {
      return .unsupported
    }
    return codec.sharesName ? .unknown : .audio(codec)
  }

  /// Says of a codec that shares its name whether it is the one that is meant.
  package mutating func settle(_ codec: Codec, isMeant: Bool) {
    role = isMeant ? .audio(codec) : .unsupported
  }

  /// Whether the packets must wait until signalling, or a look at them, says what the payload type is.
  package var isUnknown: Bool { plan.kind == .unknown }

  /// Whether this stands for packets that were cut short.
  package var isCut: Bool {
    if case .cut = role { true } else { false }
  }

  /// Whether packets of this format report telephone-events.
  var isEvent: Bool {
    if case .event = role { true } else { false }
  }

  /// The codec, where payloads of this format become audio.
  package var codec: Codec? {
    if case .audio(let codec) = role { codec } else { nil }
  }
}

extension [PayloadFormat] {
  /// The index of the newest format of a payload type, which is the one that counts.
  package func newest(_ payloadType: UInt8) -> Int? {
    lastIndex { $0.payloadType == payloadType }
  }

  /// The payload types that report events.
  package var eventTypes: EventPayloadTypes {
    var types = EventPayloadTypes()
    for format in self { types.set(format.payloadType, isEvent: format.isEvent) }
    return types
  }
}
