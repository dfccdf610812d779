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
    /// Packets before those that were not kept.
    fileprivate(set) var dropped = 0
    fileprivate(set) var lines: CandidateLines
    fileprivate var isTaken = false
  }

  /// Packets kept of one candidate: a second of most audio, until an SDP says what it is.
  private static let packetLimit = 50
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
  /// Payload types of flows that were no streams only because no list names these.
  private(set) var unlisted: Set<UInt8> = []
  /// The flows that came nearest.
  private(set) var nearest: [NearStream] = []

  /// Takes a packet of no stream; returns the candidate, taken out, when it has become one.
  ///
  /// What `isExpected` is one at once; of other packets only those with a payload type that RFC 3551 or an option,
  /// `isNamed`, lists make one.
  mutating func receive(
    _ packet: RTPPacket, _ bytes: Span<UInt8>, key: StreamKey, number: Int,
    place: PacketPlace, time: Int64, isTruncated: Bool, isExpected: Bool, isNamed: Bool
  ) -> Candidate? {
    let isListed = isNamed || Self.isListed(packet.payloadType)
    makeRoom()
    let kept = Packet(
      number: number, place: place, time: time, isTruncated: isTruncated, bytes: Self.copy(bytes))
    guard let index = find(key) else {
      let candidate = Candidate(
        key: key, packets: [kept], lines: CandidateLines(packet, isListed: isListed))
      if isExpected { return candidate }
      add(candidate)
      return nil
    }
    if candidates[index].packets.count == Self.packetLimit {
      keptBytes -= Self.size(candidates[index].packets.removeFirst())
      candidates[index].dropped += 1
      rejected += 1
    }
    candidates[index].packets.append(kept)
    keptBytes += Self.size(kept)
    candidates[index].lines.follow(packet, isListed: isListed)
    let lines = candidates[index].lines
    if isExpected || (lines.isStream && !lines.isUndecided) { return take(index) }
    return nil
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

  /// Ends probation: returns the candidates that signalling expects after all, and those still undecided.
  mutating func finish(isExpected: (UInt8, StreamKey) -> Bool) -> [Candidate] {
    let rest = (older + candidates).filter { !$0.isTaken && !$0.packets.isEmpty }
    let (accepted, others) = rest.reduce(into: ([Candidate](), [Candidate]())) { lists, candidate in
      let isAccepted =
        candidate.lines.isStream
        || candidate.packets.contains {
          $0.bytes.count > 1 && isExpected($0.bytes[1] & 0x7f, candidate.key)
        }
      if isAccepted { lists.0.append(candidate) } else { lists.1.append(candidate) }
    }
    rejected += others.reduce(0) { $0 + $1.packets.count }
    for candidate in others { NearStream.insert(candidate, into: &nearest) }
    for candidate in others where candidate.lines.isLong {
      unlisted.formUnion(
        candidate.packets.map { $0.bytes[1] & 0x7f }.filter { !Self.isListed($0) })
    }
    return accepted
  }

  /// Whether a payload type is one that RFC 3551 assigns or leaves to signalling.
  private static func isListed(_ payloadType: UInt8) -> Bool {
    switch payloadType {
    case 0...19, 25, 26, 28, 31...34, 96...127: true
    default: false
    }
  }
}
