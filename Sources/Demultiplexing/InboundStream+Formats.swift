import Audio
import Playout
import RTP
import Signalling

extension InboundStream {
  /// More formats than this in one stream are not told apart.
  private static let formatLimit = 250

  /// The format that nearly every packet shares with the one before, so that it need not be looked
  /// up.
  struct UsualFormat {
    /// `none` where the next packet must be looked up in any case.
    var payloadType = Self.none
    var index = 0
    var clock = 0
    /// Packets that are not counted in the format yet.
    var packets = 0

    /// No payload type, which has seven bits.
    static let none: UInt8 = 255
  }

  /// The newest format of a payload type; nil where that has not been seen.
  func formatIndex(of payloadType: UInt8) -> Int? { formats.newest(payloadType) }

  /// Goes over to the format of another payload type.
  @inline(never)
  mutating func changeFormat(
    _ payloadType: UInt8, _ payload: Span<UInt8>, _ bindings: borrowing MediaBindings
  ) {
    settleFormat()
    var known = formatIndex(of: payloadType)
    if let index = known, audioClocks[index] < 0 { known = nil }
    let index = known ?? resolveFormat(payloadType, payload, bindings)
    var isRedundancy = false
    if case .redundancy = formats[index].role {
      isRedundancy = true
      if protected == nil {
        addBlockFormats(payload, bindings)
      } else {
        addNamedFormats(bindings)
      }
    }
    // A guess that may yet turn out wrong is looked at anew with every packet.
    // So are the blocks of each RED payload, which have no packets of their own.
    // And so are payload types that only the length tells from RTCP's packet types (RFC 5761, section 4).
    // And what two senders share, as each packet may be the other's.
    let isCertain =
      audioClocks[index] >= 0 && !isRedundancy && !(64...95).contains(payloadType) && !isShared
    usual = UsualFormat(
      payloadType: isCertain ? payloadType : UsualFormat.none, index: index,
      clock: audioClocks[index])
  }

  /// Counts the packets of the format so far, and lets the next packet be looked up.
  mutating func settleFormat() {
    if usual.packets > 0 { formats[usual.index].packets += usual.packets }
    usual = UsualFormat(index: usual.index, clock: usual.clock)
  }

  /// Finds the format of a payload type that comes for the first time, or whose guess is in doubt.
  mutating func resolveFormat(
    _ payloadType: UInt8, _ payload: Span<UInt8>, _ bindings: borrowing MediaBindings
  ) -> Int {
    if let known = formatIndex(of: payloadType) {
      // A guessed event: the guess holds as long as the payloads look like it.
      if TelephoneEvent.isPlausible(payload) { return known }
      return addFormat(PayloadFormat(payloadType: payloadType, format: nil, origin: nil), clock: 0)
    }
    if let (format, origin) = bindings.format(of: payloadType, in: key) {
      let named = PayloadFormat(payloadType: payloadType, format: format, origin: origin)
      return addFormat(named, clock: Self.audioClock(named))
    }
    if payloadType >= 96, TelephoneEvent.isPlausible(payload) {
      let event = MediaFormat(.telephoneEvent, clockRate: 8000)
      return addFormat(
        PayloadFormat(payloadType: payloadType, format: event, origin: .guess), clock: -1)
    }
    return addFormat(PayloadFormat(payloadType: payloadType, format: nil, origin: nil), clock: 0)
  }

  /// Adds the formats of the blocks in a RED payload that are new.
  private mutating func addBlockFormats(
    _ payload: Span<UInt8>, _ bindings: borrowing MediaBindings
  ) {
    guard var blocks = RedundantBlocks(payload) else { return }
    while let block = blocks.next() {
      guard formatIndex(of: block.payloadType) == nil else { continue }
      _ = resolveFormat(block.payloadType, payload.extracting(block.range), bindings)
    }
  }

  /// Adds the formats that signalling names, of which blocks that cannot be read yet may be.
  private mutating func addNamedFormats(_ bindings: borrowing MediaBindings) {
    for payloadType in bindings.payloadTypes(in: key) where formatIndex(of: payloadType) == nil {
      _ = resolveFormat(payloadType, [UInt8]().span, bindings)
    }
  }

  private mutating func addFormat(_ format: PayloadFormat, clock: Int) -> Int {
    if formats.count < Self.formatLimit {
      formats.append(format)
      audioClocks.append(clock)
    } else {
      surplusFormats += 1
    }
    return formats.count - 1
  }

  /// The format that stands for cut packets of another.
  mutating func cutFormat(of index: Int) -> Int {
    formats.firstIndex { $0.isCut && $0.format == formats[index].format }
      ?? addFormat(PayloadFormat(cut: formats[index]), clock: 0)
  }

  private static func audioClock(_ format: PayloadFormat) -> Int {
    switch format.role {
    case .audio, .unsupported, .redundancy, .unknown: format.format?.clockRate ?? 0
    case .event, .comfortNoise, .cut: 0
    }
  }

  /// Takes what newer signalling says: unknown payload types get their meaning, changed ones a new
  /// format for the packets to come.
  mutating func learn(from bindings: borrowing MediaBindings) {
    if call == nil, let known = bindings.call(of: key) {
      call = known
      sender = bindings.sender(of: key)
    }
    noteCall(bindings)
    settleFormat()
    for payloadType in payloadTypes {
      guard let index = formatIndex(of: payloadType),
        let (format, origin) = bindings.format(of: payloadType, in: key)
      else { continue }
      let isNew = formats[index].named.map { !$0.isSame(as: format) } ?? false
      if isNew, formats[index].origin != .option {
        let changed = PayloadFormat(payloadType: payloadType, format: format, origin: origin)
        _ = addFormat(changed, clock: Self.audioClock(changed))
      } else if formats[index].origin != origin {
        formats[index].resolve(to: format, from: origin)
        audioClocks[index] = Self.audioClock(formats[index])
      }
    }
  }

  /// Ends the run of numbers where a new call uses the addresses of one that has ended.
  private mutating func noteCall(_ bindings: borrowing MediaBindings) {
    guard let current = bindings.currentCall(of: key) else { return }
    if let currentCall, currentCall != current, bindings.isOver(currentCall) { reception.endRun() }
    currentCall = current
  }

  /// The payload types that came, in order.
  private var payloadTypes: [UInt8] {
    var types: [UInt8] = []
    for format in formats where format.payloadType < 128 && !types.contains(format.payloadType) {
      types.append(format.payloadType)
    }
    return types.sorted()
  }
}

extension MediaFormat {
  /// Whether payloads of both decode alike.
  fileprivate func isSame(as other: MediaFormat) -> Bool {
    key == other.key && clockRate == other.clockRate && channels == other.channels
  }
}
