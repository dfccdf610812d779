import NetworkBytes
import RTP
import SRTP

/// Opens the packets of one stream: takes a batch of whole packets, gives one of payloads.
///
/// A packet whose tag is wrong is left out and counted: its place stays a hole, as if it were lost.
package struct PacketOpener: ~Copyable {
  /// Searches for another key that find none; more would let forged packets cost as much as they like.
  private static let mostSearches = 64

  private var context: SRTPContext?
  private var current: StreamProtection?
  private var offset: Int64 = 0
  private var searches = 0
  /// The bytes of one packet, to be used again.
  private var packet: [UInt8] = []
  package private(set) var counts = OpenedPackets()
  /// Packets that were opened and not played.
  private var opened = EncodedBatch()
  private var ahead: [Ahead] = []

  /// A packet that was taken, and is not played yet.
  private struct Ahead {
    let order: Int64
    /// Whether it is among those that were opened.
    let isKept: Bool
  }

  package init() {}

  /// The payloads of the packets of a batch, its packets of no bytes as they are.
  ///
  /// Packets that only look ahead come again as the first of the next batch, and are opened once.
  package mutating func open(_ batch: EncodedBatch, by protection: PacketProtection) -> EncodedBatch
  {
    if case .key(let protection) = protection { begin(protection) }
    let entries = batch.entries
    if !entries.starts(with: ahead, by: { $0.order == $1.order }) {
      (opened, ahead) = (EncodedBatch(), [])
    }
    for index in ahead.count..<max(ahead.count, entries.count) {
      let entry = entries[index]
      let bytes = batch.page(of: entry).span.extracting(entry.range)
      let before = opened.packets
      if bytes.isEmpty {
        opened.append(bytes, like: entry)
      } else if case .key = protection {
        var result = append(bytes, of: entry)
        if result == .authenticationFailed, findAnother(Self.samples(entries[index...], of: batch))
        {
          result = append(bytes, of: entry)
        }
        count(result)
      } else if let packet = RTPPacket(parsing: bytes) {
        opened.append(bytes.extracting(packet.payload), like: entry)
      }
      ahead.append(Ahead(order: entry.order, isKept: opened.packets > before))
    }
    let playable = ahead.prefix(batch.playable).count { $0.isKept }
    ahead.removeFirst(min(batch.playable, ahead.count))
    return opened.take(opened.packets, playable: playable)
  }

  /// The payload of one whole packet; nil where its tag is wrong.
  package mutating func payload(
    of bytes: [UInt8], order: Int64, by protection: PacketProtection
  ) -> [UInt8]? {
    var packet = bytes
    var count = bytes.count
    if case .key(let protection) = protection {
      begin(protection)
      var result = unprotect(&packet, order)
      if result == .authenticationFailed, findAnother([SamplePacket(bytes: bytes, order: order)]) {
        result = unprotect(&packet, order)
      }
      guard case .opened(let opened) = result else { return nil }
      count = opened
    }
    return RTPPacket(parsing: packet.span.extracting(first: count)).map {
      Array(packet[$0.payload])
    }
  }

  private mutating func begin(_ protection: StreamProtection) {
    defer { current = protection }
    // New keys deserve new searches.
    if current?.candidates.count != protection.candidates.count { searches = 0 }
    guard context == nil || current?.match != protection.match else { return }
    use(protection.match)
  }

  private mutating func use(_ match: KeyMatch) {
    offset = match.rolloverOffset
    context = try? SRTPContext(
      match.key, suite: match.suite, identifierBytes: match.identifierBytes)
  }

  /// Opens a packet, and appends its payload to those that were.
  private mutating func append(_ bytes: Span<UInt8>, of entry: PacketEntry) -> UnprotectedPacket {
    var whole: [UInt8] = []
    swap(&whole, &packet)
    whole.replaceContents(with: bytes)
    let result = unprotect(&whole, entry.order)
    if case .opened(let count) = result {
      let bytes = whole.span.extracting(first: count)
      if let header = RTPPacket(parsing: bytes) {
        opened.append(bytes.extracting(header.payload), like: entry)
      }
    }
    swap(&whole, &packet)
    return result
  }

  private mutating func count(_ result: UnprotectedPacket) {
    switch result {
    case .opened: counts.authenticated += 1
    case .cryptex: counts.cryptex += 1
    case .authenticationFailed, .malformed: counts.failed += 1
    }
  }

  private mutating func unprotect(_ packet: inout [UInt8], _ order: Int64) -> UnprotectedPacket {
    let counter = RolloverCounter.value(order: order, offset: offset)
    var bytes = packet.mutableSpan
    return context?.unprotect(&bytes, rolloverCounter: counter) ?? .authenticationFailed
  }

  /// The first packets, as keys are tried on them.
  private static func samples(
    _ entries: ArraySlice<PacketEntry>, of batch: EncodedBatch
  ) -> [SamplePacket] {
    entries.prefix(3).map { entry in
      SamplePacket(
        bytes: batch.page(of: entry).span.extracting(entry.range).copied, order: entry.order)
    }
  }

  /// Looks for the key, or the rollover counter, that opens a packet the current ones do not; `samples` are that and
  /// those behind it.
  private mutating func findAnother(_ samples: [SamplePacket]) -> Bool {
    guard searches < Self.mostSearches, let current else { return false }
    // What a search remembers would take megabytes a stream.
    var search = KeySearch()
    let result = try? search.search(
      current.candidates.map(\.key), samples, expectedOffset: offset)
    guard case .found(let match) = result, opens(samples.first, match) else {
      searches += 1
      return false
    }
    use(match)
    return true
  }

  /// Whether it is the first packet that a match opens, and not only those behind it.
  private func opens(_ sample: SamplePacket?, _ match: KeyMatch) -> Bool {
    guard let sample,
      var context = try? SRTPContext(
        match.key, suite: match.suite, identifierBytes: match.identifierBytes)
    else { return false }
    return context.authenticates(
      sample.bytes.span,
      rolloverCounter: RolloverCounter.value(order: sample.order, offset: match.rolloverOffset))
  }
}

extension EncodedBatch {
  /// Adds a packet with the numbers, time and format of another.
  fileprivate mutating func append(_ payload: Span<UInt8>, like entry: PacketEntry) {
    append(
      payload, order: entry.order, timestamp: entry.timestamp, time: entry.time,
      format: Int(entry.format))
  }
}
