import NetworkBytes

/// IP datagrams of which fragments are still missing (RFC 791, section 3.2; RFC 8200, section 4.5).
///
/// A datagram whose fragments overlap is dropped (RFC 5722); the same fragment twice does no harm.
/// At the bounds the oldest datagram is dropped. The last ones that were put together are kept for a
/// while, so that their copies, which a second mirror shows, are copies and no new fragments.
struct FragmentTable {
  /// Datagrams in progress.
  static let maximumDatagrams = 256
  /// Bytes held in all.
  static let maximumBytes = 4 << 20
  /// How long fragments are waited for, in nanoseconds of capture time.
  static let patience: Int64 = 30_000_000_000
  /// Datagrams kept that were put together, and for how long; these count for no bound but theirs.
  private static let (copyLimit, copyTime): (Int, Int64) = (32, 1_000_000_000)

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
    var firstTime: Int64
    var datagram = FragmentedDatagram()
    /// What is still to come of it is dropped too.
    var isRejected = false
  }

  /// The oldest first.
  private var entries: [Entry] = []
  /// Those that were put together, the oldest first.
  private var complete: [Entry] = []
  private(set) var heldBytes = 0
  private(set) var rejected = 0
  private var dropped = 0

  /// Datagrams given up, and those that nothing more will come for.
  var incomplete: Int { dropped + entries.count { !$0.isRejected } }

  /// Takes in a fragment; the whole datagram if this was the last one missing.
  mutating func insert(
    _ fragment: Span<UInt8>, _ header: InternetHeader, at time: Int64
  ) -> FragmentedDatagram? {
    let key = Key(header)
    if let outcome = insertCopy(fragment, header, key, at: time) { return outcome }
    let index = entry(key, time)
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
      var whole = entries.remove(at: index)
      whole.firstTime = time
      if complete.count >= Self.copyLimit { complete.removeFirst() }
      complete.append(whole)
      return whole.datagram
    case .incomplete:
      heldBytes += entries[index].datagram.bytes.count - before
      while heldBytes > Self.maximumBytes { drop(0) }
      return nil
    }
  }

  /// Takes in a fragment of a datagram that was put together already; nil if it is of none, else the
  /// copy of the datagram if this was the last fragment of it.
  private mutating func insertCopy(
    _ fragment: Span<UInt8>, _ header: InternetHeader, _ key: Key, at time: Int64
  ) -> FragmentedDatagram?? {
    guard let index = complete.firstIndex(where: { $0.key == key }) else { return nil }
    if time &- complete[index].firstTime <= Self.copyTime {
      switch complete[index].datagram.insertCopy(fragment, header) {
      case .complete: return .some(complete[index].datagram)
      case .incomplete: return .some(nil)
      case .contradiction: break
      }
    }
    // The identification is in use again.
    complete.remove(at: index)
    return nil
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
