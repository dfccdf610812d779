import Capture
import DTMFAnalysis
import NetworkBytes
import Playout
import RTP
import Signalling

/// A stream as the reader sees it: its statistics, its formats, and the packets that wait to be
/// played.
struct InboundStream {
  /// A packet that may be the first of a new run of sequence numbers.
  private struct HeldPacket {
    let header: PacketHeader
    let payload: [UInt8]
  }

  // What every packet asks for comes first, as in `SequenceTracker`.
  /// The format of the packet before.
  var usual = UsualFormat()
  /// Bytes that the packets in the batch take, and memory that its buffers take.
  var pendingBytes = 0
  var heldBytes = 0
  /// The batch is tried again when it holds this many bytes.
  var flushAt = Self.flushSize
  /// Audio packets that come later than this after their place, in seconds, are not heard.
  private let latest: Double
  /// Whether payloads are kept for playing.
  private let keepsPayloads: Bool
  /// Packets whose payload was not captured to its end.
  private(set) var cut = 0
  var batch: EncodedBatch
  private(set) var statistics = ReceptionStatistics()
  private(set) var tracker: SequenceTracker
  private var held: HeldPacket?
  /// The packets with events and those next to them; nil where nobody asks for them.
  var eventLog: EventLog?

  let key: StreamKey
  /// The number of the stream's first packet in the job, which orders the report.
  let firstPacket: Int
  /// The name of its file while that is written.
  let partName: String
  var formats: [PayloadFormat] = []
  /// Clock rate by index in `formats`, 0 for what is no audio.
  var audioClocks: [Int] = []
  var spooled: [SpoolExtent] = []
  /// Whether a first batch has gone to be played.
  var isStarted = false
  var isProtected = false
  /// What any of its packets was wrapped in.
  var encapsulations: Encapsulations = []
  var call: Int?
  var sender: Party?
  /// Audio packets that came too late for the receiver asked for; nil where none was.
  private(set) var lateForBuffer: Int?

  /// A hundred packets of G.711, whose 32 KB of samples are worth a write.
  static let flushSize = 20_480

  init(
    key: StreamKey, firstPacket: Int, partName: String, window: Int64, keepsPayloads: Bool,
    keepsEvents: Bool, jitterBuffer: Double?, pool: PagePool
  ) {
    self.key = key
    self.firstPacket = firstPacket
    self.partName = partName
    self.keepsPayloads = keepsPayloads
    batch = EncodedBatch(pool: pool)
    latest = jitterBuffer.map { $0 + ArrivalDelay.rounding } ?? .infinity
    lateForBuffer = jitterBuffer == nil ? nil : 0
    eventLog = keepsEvents ? EventLog() : nil
    tracker = SequenceTracker(window: window)
  }

  /// Takes a packet of the stream; returns the bytes by which its buffers grew.
  @inline(__always)
  mutating func receive(
    _ packet: RTPPacket, _ payload: Span<UInt8>, at time: Int64, _ place: PacketPlace,
    isTruncated: Bool, _ bindings: borrowing MediaBindings
  ) -> Int {
    if packet.payloadType != usual.payloadType {
      changeFormat(packet.payloadType, payload, bindings)
    }
    usual.packets &+= 1
    let header = PacketHeader(
      timestamp: packet.timestamp, marker: packet.marker, format: usual.index, time: time,
      place: place, isTruncated: isTruncated)
    cut += isTruncated ? 1 : 0
    let arrival = tracker.receive(
      sequenceNumber: packet.sequenceNumber, timestamp: packet.timestamp, at: time)
    if tracker.heldSequenceNumber == nil, held != nil, !Self.isRestart(arrival) { held = nil }
    switch arrival {
    case .accepted(let order, _):
      statistics.receive(at: time)
      if eventLog != nil { log(payload, order, header) }
      let isHeard = measure(order, header)
      guard keepsPayloads, isHeard else { return 0 }
      return store(payload, order, header)
    case .restarted(let heldOrder, let order):
      statistics.receive(at: time)
      statistics.restart()
      var stored = 0
      if let held {
        log(held.payload.span, heldOrder, held.header)
        _ = measure(heldOrder, held.header)
        stored += store(held.payload.span, heldOrder, held.header)
      }
      held = nil
      log(payload, order, header)
      let isHeard = measure(order, header)
      guard isHeard else { return stored }
      return stored + store(payload, order, header)
    case .held:
      statistics.receive(at: time)
      held = HeldPacket(header: header, payload: payload.copied)
      return 0
    case .duplicate:
      // A copy tells nothing of how the packet came.
      log(payload, nil, header)
      return 0
    case .late:
      statistics.receive(at: time)
      return 0
    }
  }

  private static func isRestart(_ arrival: SequenceTracker.Arrival) -> Bool {
    if case .restarted = arrival { true } else { false }
  }

  /// Measures the arrival of an audio packet; returns whether a receiver would have heard it.
  @inline(__always)
  private mutating func measure(_ order: Int64, _ header: PacketHeader) -> Bool {
    let clock = header.format == usual.index ? usual.clock : audioClocks[header.format]
    guard clock > 0 else { return true }
    statistics.receiveAudio(
      order: order, timestamp: header.timestamp, clockRate: clock, at: header.time)
    guard statistics.delay.lateness > latest else { return true }
    lateForBuffer? += 1
    return false
  }

  @inline(__always)
  private mutating func store(
    _ payload: Span<UInt8>, _ order: Int64, _ header: PacketHeader
  ) -> Int {
    guard keepsPayloads else { return 0 }
    if header.isTruncated { return storeCut(order, header) }
    batch.append(
      payload, order: order, timestamp: header.timestamp, time: header.time,
      format: header.format)
    pendingBytes += payload.count + MemoryLayout<PacketEntry>.stride
    let growth = batch.capacity - heldBytes
    heldBytes += growth
    return growth
  }

  /// Keeps the place of audio that was not captured to its end; what else was cut says nothing.
  @inline(never)
  private mutating func storeCut(_ order: Int64, _ header: PacketHeader) -> Int {
    guard audioClocks[header.format] > 0 else { return 0 }
    batch.append(
      [UInt8]().span, order: order, timestamp: header.timestamp, time: header.time,
      format: cutFormat(of: header.format))
    pendingBytes += MemoryLayout<PacketEntry>.stride
    let growth = batch.capacity - heldBytes
    heldBytes += growth
    return growth
  }

  /// Whether it holds what its first batch takes: before that, nothing that waits elsewhere need be
  /// brought back.
  var mayBePlayed: Bool {
    isStarted
      || batch.entries.count + spooled.reduce(0) { $0 + $1.packets }
        >= Opening.packets + StreamPlayout.lookahead
  }

  /// Whether it holds enough to be played.
  var isFull: Bool { pendingBytes >= flushAt }

  /// Everything before this order is final.
  var watermark: Int64 { tracker.watermark }

  /// Ends the stream: nothing more is waited for.
  mutating func finish() {
    settleFormat()
    tracker.finish()
    statistics.finish()
    held = nil
  }
}

extension Span where Element == UInt8 {
  /// The bytes in memory of their own.
  var copied: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    for index in indices { bytes.append(self[index]) }
    return bytes
  }
}
