import NetworkBytes

/// The hellos of one direction of which fragments are still missing (RFC 6347, section 4.2.3).
///
/// Fragments come in any order, more than once, and overlapping. At the bounds of `TLSLimits` the oldest is given up.
struct HelloFragments: Sendable {
  private struct Message {
    let type: UInt8
    let length: Int
    let sequence: UInt16
    var bytes: [UInt8] = []
    /// What of it is there, in order, and no two ranges touch.
    var covered: [Range<Int>] = []

    init(_ fragment: HandshakeFragment) {
      (type, length, sequence) = (fragment.type, fragment.length, fragment.sequence)
    }

    func isSame(_ fragment: HandshakeFragment) -> Bool {
      sequence == fragment.sequence && type == fragment.type && length == fragment.length
    }

    mutating func insert(_ fragment: HandshakeFragment, _ datagram: Span<UInt8>) {
      var range = fragment.offset..<fragment.offset + fragment.content.count
      if bytes.count < range.upperBound {
        bytes.append(contentsOf: repeatElement(0, count: range.upperBound - bytes.count))
      }
      for (index, place) in zip(fragment.content, range) { bytes[place] = datagram[index] }
      let start = covered.firstIndex { $0.upperBound >= range.lowerBound } ?? covered.count
      let end = covered[start...].firstIndex { $0.lowerBound > range.upperBound } ?? covered.count
      for other in covered[start..<end] {
        range =
          min(range.lowerBound, other.lowerBound)..<max(range.upperBound, other.upperBound)
      }
      covered.replaceSubrange(start..<end, with: CollectionOfOne(range))
    }
  }

  /// The oldest first.
  private var messages: [Message] = []
  /// Bytes that wait for more.
  private(set) var pendingBytes = 0

  /// Takes in a fragment of a hello; the whole message behind its header if this was the last one missing.
  mutating func insert(_ fragment: HandshakeFragment, _ datagram: Span<UInt8>) -> [UInt8]? {
    if fragment.isWhole { return datagram.extracting(fragment.content).copied }
    guard fragment.length <= TLSLimits.helloBytes, !fragment.content.isEmpty else { return nil }
    let index = index(of: fragment)
    pendingBytes -= messages[index].bytes.count
    messages[index].insert(fragment, datagram)
    if messages[index].covered == [0..<fragment.length] { return messages.remove(at: index).bytes }
    if messages[index].covered.count > TLSLimits.fragments {
      messages.remove(at: index)
    } else {
      pendingBytes += messages[index].bytes.count
    }
    return nil
  }

  private mutating func index(of fragment: HandshakeFragment) -> Int {
    if let index = messages.firstIndex(where: { $0.isSame(fragment) }) { return index }
    if messages.count == TLSLimits.unfinishedHellos {
      pendingBytes -= messages.removeFirst().bytes.count
    }
    messages.append(Message(fragment))
    return messages.count - 1
  }
}
