import NetworkBytes

/// IP datagrams of which fragments are still missing (RFC 791, section 3.2; RFC 8200, section 4.5).
///
/// A datagram whose fragments overlap is dropped (RFC 5722); the same fragment twice does no harm.
/// At the bounds the oldest datagram is dropped.
struct FragmentTable {
  /// Datagrams in progress.
  static let maximumDatagrams = 256
  /// Bytes held in all.
  static let maximumBytes = 4 << 20
  /// How long fragments are waited for, in nanoseconds of capture time.
  static let patience: Int64 = 30_000_000_000

  private struct Key: Equatable {
    let source: IPAddress
    let destination: IPAddress
    let identification: UInt32
    /// 0 for IPv6, where only the first fragment has it.
    let protocolNumber: UInt8

    init(_ header: InternetHeader) {
      source = header.source
      destination = header.destination
      identification = header.identification
      protocolNumber = header.source.isIPv6 ? 0 : header.protocolNumber
    }
  }

  private struct Entry {
    let key: Key
    let firstTime: Int64
    var datagram = FragmentedDatagram()
    /// What is still to come of it is dropped too.
    var isRejected = false
  }

  /// The oldest first.
  private var entries: [Entry] = []
  private(set) var heldBytes = 0
  private(set) var rejected = 0
  private var dropped = 0

  /// Datagrams given up, and those that nothing more will come for.
  var incomplete: Int { dropped + entries.count { !$0.isRejected } }

  /// Takes in a fragment; the whole datagram if this was the last one missing.
  mutating func insert(
    _ fragment: Span<UInt8>, _ header: InternetHeader, at time: Int64
  ) -> FragmentedDatagram? {
    let index = entry(Key(header), time)
    guard !entries[index].isRejected else { return nil }
    let before = entries[index].datagram.bytes.count
    let outcome =
      header.captured < header.claimed
      ? .contradiction : entries[index].datagram.insert(fragment, header)
    switch outcome {
    case .contradiction:
      heldBytes -= before
      entries[index].isRejected = true
      entries[index].datagram = FragmentedDatagram()
      rejected += 1
      return nil
    case .complete:
      heldBytes -= before
      let datagram = entries[index].datagram
      entries.remove(at: index)
      return datagram
    case .incomplete:
      heldBytes += entries[index].datagram.bytes.count - before
      while heldBytes > Self.maximumBytes { drop(0) }
      return nil
    }
  }

  private mutating func entry(_ key: Key, _ time: Int64) -> Int {
    var index = 0
    while index < entries.count {
      if time &- entries[index].firstTime > Self.patience {
        drop(index)
      } else if entries[index].key == key {
        return index
      } else {
        index += 1
      }
    }
    if entries.count >= Self.maximumDatagrams { drop(0) }
    entries.append(Entry(key: key, firstTime: time))
    return entries.count - 1
  }

  private mutating func drop(_ index: Int) {
    if !entries[index].isRejected { dropped += 1 }
    heldBytes -= entries[index].datagram.bytes.count
    entries.remove(at: index)
  }
}
