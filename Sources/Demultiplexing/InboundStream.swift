package import Capture
import NetworkBytes
package import Playout
package import RTP
package import Signalling

/// A stream as the reader sees it: its statistics, its formats, and the packets that wait to be
/// played.
package struct InboundStream {
  /// A packet that may be the first of a new run of sequence numbers.
  private struct HeldPacket {
    let header: PacketHeader
    let payload: [UInt8]
  }

  // What every packet asks for stands together, as in `SequenceTracker`.
  package internal(set) var reception: Reception
  /// The format of the packet before.
  var usual = UsualFormat()
  /// Whether each of its packets must be looked at: for events, a guess, or keys.
  private var isLookedAt: Bool
  /// Whether its packets are kept whole, as they may be SRTP.
  private(set) var keepsWhole = false
  /// Memory that the batch takes.
  package var heldBytes = 0
  /// Audio packets that come later than this after their place, in seconds, are not heard.
  private let latest: Double
  /// Whether payloads are kept for playing, and packets with events in `eventLog`.
  private let keepsPayloads: Bool
  private let keepsEvents: Bool
  /// Packets whose payload was not captured to its end.
  package private(set) var cut = 0
  package var batch: EncodedBatch
  private var held: HeldPacket?
  /// The packets with events and those next to them; nil where nobody asks for them.
  package internal(set) var eventLog: EventLog?

  package let key: StreamKey
  /// The number of the stream's first packet in the job, which orders the report.
  package let firstPacket: Int
  package var formats: [PayloadFormat] = [] {
    didSet {
      hasUnknownFormat = formats.contains { $0.isUnknown }
      isLookedAt = hasUnknownFormat || keepsEvents || protected?.isLookedAt == true
    }
  }
  /// Whether packets wait for signalling that names their payload type.
  package private(set) var hasUnknownFormat = false
  /// What payload types that nothing names may be, by their format's index.
  var guesses: [Int: FormatGuess] = [:]
  /// Times that a format found no place in `formats`.
  package internal(set) var surplusFormats = 0
  /// Clock rate by index in `formats`, 0 for what is no audio.
  var audioClocks: [Int] = []
  /// Packets of it that wait elsewhere than in `batch`, as memory was short.
  package var packetsElsewhere = 0
  /// Whether a first batch has gone to be played.
  package internal(set) var isStarted = false
  /// What may be SRTP, whose packets are kept whole; nil for what is in clear.
  package internal(set) var protected: ProtectedStream? {
    didSet {
      keepsWhole = protected != nil
      isLookedAt = hasUnknownFormat || keepsEvents || protected?.isLookedAt == true
    }
  }
  /// What any of its packets was wrapped in.
  package internal(set) var encapsulations: Encapsulations = []
  package internal(set) var call: Int?
  package internal(set) var sender: Party?
  /// Whether another sender uses the same SSRC between the same addresses, and that sender's stream; nil for the
  /// second of them.
  package internal(set) var isShared = false
  var otherSender: Int?
  /// Packets before its first that were not kept, as nothing said yet that they are RTP.
  package internal(set) var unkept = 0
  /// The call that it belongs to now.
  var currentCall: MediaBindings.CallLife?
  /// Audio packets that came too late for the receiver asked for; nil where none was.
  package private(set) var lateForBuffer: Int?

  /// Some 120 packets of G.711, whose 39 KB of samples are worth a write.
  static let flushSize = 20_480

  init(
    key: StreamKey, firstPacket: Int, options: DemultiplexingOptions, pool: PagePool
  ) {
    self.key = key
    self.firstPacket = firstPacket
    keepsPayloads = options.keepsPayloads
    keepsEvents = options.keepsEvents
    isLookedAt = keepsEvents
    batch = EncodedBatch(pool: pool)
    batch.threshold = Self.flushSize
    latest = options.jitterBuffer.map { $0 + ArrivalDelay.rounding } ?? .infinity
    lateForBuffer = options.jitterBuffer == nil ? nil : 0
    eventLog = keepsEvents ? EventLog() : nil
    reception = Reception(window: options.reorderWindow)
  }

  /// What a packet did to its stream: by how many bytes its buffers grew, and whether it holds enough to be played.
  struct Intake {
    var growth = 0
    var isFull = false
  }

  /// Takes packets of a chain as long as each is just the next audio of the stream, as nearly all are, and nobody
  /// need look at the stream; `place` is the first that was not taken.
  mutating func receiveNext(
    _ place: inout Int?, of chains: borrowing StreamChains, _ row: Span<FastPathDatagram>,
    in chunk: Span<UInt8>
  ) -> (Intake, count: Int) {
    let usual = usual
    guard usual.clock > 0, !isLookedAt else {
      return (Intake(), 0)
    }
    var count = 0
    defer { self.usual.packets &+= count }
    while let index = place {
      let datagram = row[index]
      // Not `payload(in:)`, which another module's code is not inlined from.
      let bytes = chunk.extracting(
        Int(datagram.start)..<Int(datagram.start) &+ Int(datagram.count))
      guard let packet = RTPPacket(parsing: bytes), packet.payloadType == usual.payloadType,
        packet.payload.upperBound == bytes.count,
        let order = reception.receiveNext(
          sequenceNumber: packet.sequenceNumber, timestamp: packet.timestamp,
          digest: PayloadDigest(endOf: bytes), clockRate: usual.clock, at: datagram.time)
      else { break }
      place = chains.next(after: index)
      count &+= 1
      if keepsPayloads, isHeard,
        batch.append(
          bytes.extracting((keepsWhole ? 0 : packet.payload.lowerBound)...), order: order,
          timestamp: packet.timestamp,
          time: datagram.time, format: usual.index)
      {
        return (settleIntake(), count)
      }
    }
    return (Intake(), count)
  }

  /// Takes any packet of the stream, whose datagram is `bytes`.
  @inline(never)
  mutating func receive(
    _ packet: RTPPacket, in bytes: Span<UInt8>, at time: Int64, _ place: PacketPlace,
    isTruncated: Bool, _ bindings: borrowing MediaBindings
  ) -> Intake {
    take(packet, in: bytes, at: time, place, isTruncated: isTruncated, bindings)
    if place.encapsulations != .none { encapsulations.formUnion(place.encapsulations) }
    return settleIntake()
  }

  @inline(never)
  private mutating func settleIntake() -> Intake {
    let (isFull, capacity) = batch.measure()
    let growth = capacity &- heldBytes
    heldBytes = capacity
    return Intake(growth: growth, isFull: isFull)
  }

  private mutating func take(
    _ packet: RTPPacket, in bytes: Span<UInt8>, at time: Int64, _ place: PacketPlace,
    isTruncated: Bool, _ bindings: borrowing MediaBindings
  ) {
    let payload = keepsWhole ? bytes : bytes.extracting(packet.payload)
    if packet.payloadType != usual.payloadType {
      changeFormat(packet.payloadType, payload, bindings)
    }
    usual.packets &+= 1
    let header = PacketHeader(
      timestamp: packet.timestamp, marker: packet.marker, format: usual.index, time: time,
      place: place, isTruncated: isTruncated)
    cut += isTruncated ? 1 : 0
    let arrival = reception.receive(
      sequenceNumber: packet.sequenceNumber, timestamp: packet.timestamp,
      digest: isTruncated ? .unknown : PayloadDigest(of: packet, in: bytes), at: time)
    if held != nil, !Self.isRestart(arrival), !reception.tracker.isHolding {
      held = nil
    }
    switch arrival {
    case .accepted(let order, _):
      if keepsWhole, !isTruncated {
        let isUnnamed = hasUnknownFormat
        protected?.note(bytes, order: order, isUnnamed: isUnnamed)
      }
      if eventLog != nil { log(payload, order, header) }
      if measure(payload, order, header) { store(payload, order, header) }
    case .restarted(let heldOrder, let order):
      let isUnnamed = hasUnknownFormat
      protected?.note(bytes, order: order, isUnnamed: isUnnamed)
      for index in guesses.keys { guesses[index]?.restart() }
      if let held {
        log(held.payload.span, heldOrder, held.header)
        _ = measure(held.payload.span, heldOrder, held.header)
        store(held.payload.span, heldOrder, held.header)
      }
      held = nil
      log(payload, order, header)
      if measure(payload, order, header) { store(payload, order, header) }
    case .held:
      held = HeldPacket(header: header, payload: payload.copied)
    case .duplicate: log(payload, nil, header)
    case .late: break
    }
  }

  private static func isRestart(_ arrival: SequenceTracker.Arrival) -> Bool {
    if case .restarted = arrival { true } else { false }
  }

  /// Measures the arrival of an audio packet; returns whether a receiver would have heard it.
  @inline(__always)
  private mutating func measure(
    _ payload: Span<UInt8>, _ order: Int64, _ header: PacketHeader
  ) -> Bool {
    let clock = header.format == usual.index ? usual.clock : audioClocks[header.format]
    if hasUnknownFormat { noteUnknown(payload, order, header) }
    guard clock > 0 else { return true }
    reception.receiveAudio(
      order: order, timestamp: header.timestamp, clockRate: clock, at: header.time)
    return isHeard
  }

  /// Whether a receiver would have heard the audio packet that was measured last; one that it would not is counted.
  @inline(__always)
  private var isHeard: Bool {
    mutating get {
      guard reception.statistics.delay.lateness > latest else { return true }
      lateForBuffer? += 1
      return false
    }
  }

  private mutating func store(_ payload: Span<UInt8>, _ order: Int64, _ header: PacketHeader) {
    guard keepsPayloads else { return }
    if header.isTruncated, audioClocks[header.format] > 0 {
      // It keeps the place of audio that was not captured to its end.
      batch.append(
        [UInt8]().span, order: order, timestamp: header.timestamp, time: header.time,
        format: cutFormat(of: header.format))
    } else if !header.isTruncated
      || (!keepsWhole && isNamedEvent(header.format) && payload.count >= TelephoneEvent.length)
    {
      // Of what else was cut, only reports of events that are whole say anything.
      batch.append(
        payload, order: order, timestamp: header.timestamp, time: header.time,
        format: header.format)
    }
  }

  /// Drops the packet that may begin a new run.
  mutating func dropHeld() { held = nil }

  /// Ends the stream: nothing more is waited for.
  mutating func finish() {
    settleFormat()
    if hasUnknownFormat { guessFormats() }
    reception.finish()
    held = nil
  }
}
