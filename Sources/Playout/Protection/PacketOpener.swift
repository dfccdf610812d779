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
  private var search = KeySearch()
  private var searches = 0
  /// One packet, to be opened in place.
  private var packet: [UInt8] = []
  package private(set) var counts = OpenedPackets()

  package init() {}

  /// The payloads of the packets of a batch, its packets of no bytes as they are.
  package mutating func open(_ batch: EncodedBatch, by protection: PacketProtection) -> EncodedBatch
  {
    if case .key(let protection) = protection { begin(protection) }
    var opened = EncodedBatch()
    var playable = 0
    let entries = batch.entries
    for (index, entry) in entries.enumerated() {
      let isPlayed = index < batch.playable
      let bytes = batch.page(of: entry).span.extracting(entry.range)
      let before = opened.packets
      if bytes.isEmpty {
        opened.append(bytes, like: entry)
      } else {
        take(bytes)
        if case .key = protection {
          append(entry, to: &opened, isCounted: isPlayed) {
            entries[index...].prefix(3).map { next in
              SamplePacket(
                bytes: batch.page(of: next).span.extracting(next.range).copied, order: next.order)
            }
          }
        } else {
          append(packet.count, of: entry, to: &opened)
        }
      }
      playable += isPlayed ? opened.packets - before : 0
    }
    return opened.take(opened.packets, playable: playable)
  }

  /// The payload of one whole packet; nil where its tag is wrong.
  package mutating func payload(
    of bytes: [UInt8], order: Int64, by protection: PacketProtection
  ) -> [UInt8]? {
    take(bytes.span)
    guard case .key(let protection) = protection else {
      return payloadRange(packet.count).map { Array(packet[$0]) }
    }
    begin(protection)
    var result = unprotect(order)
    if result == .authenticationFailed,
      findAnother({ [SamplePacket(bytes: bytes, order: order)] })
    {
      result = unprotect(order)
    }
    guard case .opened(let count) = result else { return nil }
    return payloadRange(count).map { Array(packet[$0]) }
  }

  private mutating func begin(_ protection: StreamProtection) {
    defer { current = protection }
    guard context == nil || current?.match != protection.match else { return }
    use(protection.match)
  }

  private mutating func use(_ match: KeyMatch) {
    offset = match.rolloverOffset
    context = try? SRTPContext(
      match.key, suite: match.suite, identifierBytes: match.identifierBytes)
  }

  private mutating func take(_ bytes: Span<UInt8>) {
    packet.removeAll(keepingCapacity: true)
    packet.append(contentsOf: bytes.copied)
  }

  /// Opens the packet that was taken.
  private mutating func append(
    _ entry: PacketEntry, to opened: inout EncodedBatch, isCounted: Bool,
    samples: () -> [SamplePacket]
  ) {
    var result = unprotect(entry.order)
    if result == .authenticationFailed, findAnother(samples) { result = unprotect(entry.order) }
    switch result {
    case .opened(let count):
      if isCounted { counts.authenticated += 1 }
      append(count, of: entry, to: &opened)
    case .cryptex: if isCounted { counts.cryptex += 1 }
    case .authenticationFailed, .malformed: if isCounted { counts.failed += 1 }
    }
  }

  private mutating func unprotect(_ order: Int64) -> UnprotectedPacket {
    let counter = RolloverCounter.value(order: order, offset: offset)
    var whole: [UInt8] = []
    swap(&whole, &packet)
    var bytes = whole.mutableSpan
    let result = context?.unprotect(&bytes, rolloverCounter: counter) ?? .authenticationFailed
    swap(&whole, &packet)
    return result
  }

  /// Looks for the key, or the rollover counter, that opens a packet the current ones do not; `samples` are that and
  /// those behind it.
  private mutating func findAnother(_ samples: () -> [SamplePacket]) -> Bool {
    guard searches < Self.mostSearches, let current else { return false }
    let samples = samples()
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

  /// Appends the payload of the first `count` bytes of the packet.
  private func append(_ count: Int, of entry: PacketEntry, to opened: inout EncodedBatch) {
    guard let range = payloadRange(count) else { return }
    opened.append(packet.span.extracting(range), like: entry)
  }

  private func payloadRange(_ count: Int) -> Range<Int>? {
    RTPPacket(parsing: packet.span.extracting(first: count))?.payload
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
