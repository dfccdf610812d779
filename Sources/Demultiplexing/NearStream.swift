package import RTP

/// A flow that came near to being a stream.
package struct NearStream: Sendable {
  package let key: StreamKey
  package let packets: Int
  /// The payload type of its last packet.
  package let payloadType: UInt8
  /// Whether its payload type is one that RFC 3551 or an option lists.
  package let isListed: Bool
  /// The most packets of it that follow each other, in sequence number and timestamp.
  package let run: Int

  /// A flow, if two packets of it follow each other at least.
  init?(_ candidate: Probation.Candidate) {
    guard candidate.lines.longestRun >= 2, let last = candidate.packets.last else { return nil }
    key = candidate.key
    packets = candidate.dropped + candidate.packets.count
    payloadType = last.bytes[1] & 0x7f
    isListed = candidate.lines.hasListed
    run = candidate.lines.longestRun
  }

  /// Puts it in a list of the nearest, the longest run first.
  static func insert(_ candidate: Probation.Candidate, into list: inout [NearStream]) {
    guard let near = NearStream(candidate) else { return }
    list.insert(near, at: list.firstIndex { $0.run < near.run } ?? list.count)
    if list.count > Self.limit { list.removeLast() }
  }

  private static let limit = 3
}
