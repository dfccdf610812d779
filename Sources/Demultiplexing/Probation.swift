import RTP

/// Packets that look like RTP, until signalling or a run of consistent ones makes them a stream.
struct Probation {
  /// A packet that is kept until its stream is accepted.
  struct Packet {
    let number: Int
    let place: PacketPlace
    let time: Int64
    let isTruncated: Bool
    let bytes: [UInt8]
  }

  struct Candidate {
    let key: StreamKey
    var packets: [Packet]
    /// Consistent packets in a row.
    fileprivate var run = 1
    fileprivate var sequenceNumber: UInt16
    fileprivate var timestamp: UInt32
    fileprivate var isTaken = false
  }

  /// Consistent packets that make a stream without signalling.
  private static let requiredRun = 6
  /// Packets kept of one candidate; a run is found within far fewer.
  private static let packetLimit = 16
  /// Candidates at a time, and the memory that their packets may take; when there is more, those
  /// that came longest ago are dropped.
  private static let (candidateLimit, byteLimit) = (65_536, 32 << 20)

  private var table = StreamTable()
  private var candidates: [Candidate] = []
  /// Candidates of which nothing has come for long.
  private var olderTable = StreamTable()
  private var older: [Candidate] = []
  /// Memory that the packets of `candidates` take.
  private var keptBytes = 0
  /// Packets that no stream has come of.
  private(set) var rejected = 0

  /// Takes a packet of no stream; returns the candidate, taken out, when it has become one.
  mutating func receive(
    _ packet: RTPPacket, _ bytes: Span<UInt8>, key: StreamKey, number: Int,
    place: PacketPlace, time: Int64, isTruncated: Bool, isExpected: Bool
  ) -> Candidate? {
    guard isExpected || Self.isPlausible(packet) else {
      rejected += 1
      return nil
    }
    makeRoom()
    let kept = Packet(
      number: number, place: place, time: time, isTruncated: isTruncated, bytes: Self.copy(bytes))
    guard let index = find(key) else {
      let candidate = Candidate(
        key: key, packets: [kept], sequenceNumber: packet.sequenceNumber,
        timestamp: packet.timestamp)
      if isExpected { return candidate }
      add(candidate)
      return nil
    }
    if candidates[index].packets.count == Self.packetLimit {
      keptBytes -= Self.size(candidates[index].packets.removeFirst())
      rejected += 1
    }
    candidates[index].packets.append(kept)
    keptBytes += Self.size(kept)
    Self.update(&candidates[index], packet)
    if isExpected || candidates[index].run >= Self.requiredRun { return take(index) }
    return nil
  }

  /// Follows the run of a candidate; a packet out of order neither ends it nor counts.
  private static func update(_ candidate: inout Candidate, _ packet: RTPPacket) {
    let step = Int16(bitPattern: packet.sequenceNumber &- candidate.sequenceNumber)
    let ticks = Int32(bitPattern: packet.timestamp &- candidate.timestamp)
    if step <= 0, step > -32 { return }
    // A report of an event bears the time of its start, which lies before the audio around it.
    let back: Int32 = packet.payloadType >= 96 ? -0xffff : 0
    let isConsistent = step > 0 && step <= 32 && ticks >= back && ticks < 1 << 22
    candidate.run = isConsistent ? candidate.run + 1 : 1
    candidate.sequenceNumber = packet.sequenceNumber
    candidate.timestamp = packet.timestamp
  }

  /// The candidate with a key; one that was among the older ones is among the newer ones again.
  private mutating func find(_ key: StreamKey) -> Int? {
    if let index = table.find(key) { return candidates[index].isTaken ? nil : index }
    guard let index = olderTable.find(key), !older[index].isTaken else { return nil }
    let candidate = older[index]
    older[index].isTaken = true
    older[index].packets = []
    add(candidate)
    return candidates.count - 1
  }

  /// Drops the older candidates where the newer ones are too many.
  private mutating func makeRoom() {
    guard candidates.count >= Self.candidateLimit || keptBytes > Self.byteLimit else { return }
    rejected += older.filter { !$0.isTaken }.reduce(0) { $0 + $1.packets.count }
    (older, candidates) = (candidates, [])
    (olderTable, table) = (table, StreamTable())
    keptBytes = 0
  }

  private mutating func add(_ candidate: Candidate) {
    _ = table.insert(candidate.key)
    keptBytes += candidate.packets.reduce(0) { $0 + Self.size($1) }
    candidates.append(candidate)
  }

  private mutating func take(_ index: Int) -> Candidate {
    let candidate = candidates[index]
    candidates[index].isTaken = true
    candidates[index].packets = []
    keptBytes -= candidate.packets.reduce(0) { $0 + Self.size($1) }
    return candidate
  }

  /// The bytes in memory of their own, copied in one go: each stream begins with six such packets.
  private static func copy(_ bytes: Span<UInt8>) -> [UInt8] {
    var copy = [UInt8](repeating: 0, count: bytes.count)
    var room = copy.mutableSpan
    for index in 0..<min(room.count, bytes.count) { room[index] = bytes[index] }
    return copy
  }

  private static func size(_ packet: Packet) -> Int {
    packet.bytes.count + MemoryLayout<Packet>.stride + 32
  }

  /// Ends probation: returns the candidates that signalling expects after all.
  mutating func finish(isExpected: (UInt8, StreamKey) -> Bool) -> [Candidate] {
    let rest = (older + candidates).filter { !$0.isTaken && !$0.packets.isEmpty }
    let (accepted, others) = rest.reduce(into: ([Candidate](), [Candidate]())) { lists, candidate in
      let isAccepted = candidate.packets.contains {
        $0.bytes.count > 1 && isExpected($0.bytes[1] & 0x7f, candidate.key)
      }
      if isAccepted { lists.0.append(candidate) } else { lists.1.append(candidate) }
    }
    rejected += others.reduce(0) { $0 + $1.packets.count }
    return accepted
  }

  /// Whether a payload type is one that RFC 3551 assigns or leaves to signalling.
  private static func isPlausible(_ packet: RTPPacket) -> Bool {
    switch packet.payloadType {
    case 0...19, 25, 26, 28, 31...34, 96...127: true
    default: false
    }
  }
}
