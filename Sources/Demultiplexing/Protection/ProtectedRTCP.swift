import NetworkBytes
import Playout
import RTP
import SRTP

/// Packets of RTCP that may be SRTCP, kept until the end of the trace, when the keys are known.
struct ProtectedRTCP {
  struct Packet {
    let bytes: [UInt8]
    let source: SocketAddress
    let destination: SocketAddress
    let time: Int64
  }

  /// What is kept at most: hours of a call; what comes behind that stays unread.
  private static let limits = (packets: 16_384, bytes: 2 << 20)

  private var packets: [Packet] = []
  private var byteCount = 0

  /// Keeps a packet; false where there is no room.
  mutating func keep(_ packet: Packet) -> Bool {
    guard packets.count < Self.limits.packets, byteCount + packet.bytes.count <= Self.limits.bytes
    else { return false }
    packets.append(packet)
    byteCount += packet.bytes.count
    return true
  }

  /// Gives all packets, and is empty.
  mutating func takeAll() -> [Packet] {
    defer { self = ProtectedRTCP() }
    return packets
  }
}

extension Demultiplexer {
  /// Takes a packet of RTCP, now or, if it may be encrypted by a key that is known later, at the end.
  mutating func receive(
    rtcp bytes: Span<UInt8>, from source: SocketAddress, to destination: SocketAddress,
    at time: Int64, isTruncated: Bool
  ) {
    counters.rtcp += 1
    if !keys.isEmpty, !options.isPlain, !isTruncated,
      RTCPCompound(parsing: bytes).condition != .whole,
      protectedRTCP.keep(
        ProtectedRTCP.Packet(
          bytes: bytes.copied, source: source, destination: destination, time: time))
    {
      return
    }
    rtcp.receive(
      bytes, from: source.address, to: destination.address, at: time, isTruncated: isTruncated)
  }

  /// Packets of RTCP between two addresses for which no key was found, behind which none is searched for.
  private static let mostFailures = 4
  /// Searches for keys of RTCP in all.
  private static let mostRTCPSearches = 1024

  /// Opens the packets of RTCP that were kept, and reads them.
  mutating func openRTCP() {
    struct Way: Hashable {
      let source, destination: SocketAddress
    }
    var matches: [Way: KeyMatch] = [:]
    var failures: [Way: Int] = [:]
    var searches = 0
    for packet in protectedRTCP.takeAll() {
      let way = Way(source: packet.source, destination: packet.destination)
      var opened = matches[way].flatMap { Self.open(packet.bytes, by: $0) }
      // Another key may have been agreed on, or this packet is damaged.
      if opened == nil, failures[way, default: 0] < Self.mostFailures,
        searches < Self.mostRTCPSearches
      {
        searches += 1
        let key = StreamKey(
          ssrc: packet.bytes.count >= 8 ? packet.bytes.span.uint32(at: 4) : 0,
          source: packet.source, destination: packet.destination)
        let candidates = keys.candidates(
          for: key, call: bindings.call(of: key), keyLog: keyLog, isRTCP: true)
        let match = try? search.search(candidates.map { $0.key }, rtcp: packet.bytes)
        if let match = match ?? nil {
          matches[way] = match
          opened = Self.open(packet.bytes, by: match)
        } else {
          failures[way, default: 0] += 1
        }
      }
      let bytes = opened ?? packet.bytes
      rtcp.receive(
        bytes.span, from: packet.source.address, to: packet.destination.address, at: packet.time,
        isTruncated: false)
    }
  }

  private static func open(_ bytes: [UInt8], by match: KeyMatch) -> [UInt8]? {
    guard
      var context = try? SRTCPContext(
        match.key, suite: match.suite, identifierBytes: match.identifierBytes)
    else { return nil }
    var bytes = bytes
    var span = bytes.mutableSpan
    guard case .opened(let count) = context.unprotect(&span) else { return nil }
    return Array(bytes.prefix(count))
  }
}
