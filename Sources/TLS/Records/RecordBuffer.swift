import NetworkBytes

/// The bytes of one direction that are not read yet, and where bytes before them are missing.
struct RecordBuffer {
  /// What comes next.
  enum Next {
    /// A whole record.
    case record(TLSRecordHeader)
    /// No whole record yet.
    case incomplete
    /// A hole.
    case gap
    /// Bytes that begin no record.
    case other
  }

  private(set) var bytes: [UInt8] = []
  /// Where the next record begins.
  private(set) var start = 0
  /// Bytes are missing before these places, the first first.
  private(set) var gaps: [Int] = []
  private var hasBegun = false

  /// Bytes that wait.
  var count: Int { bytes.count - start }
  /// Up to where no byte is missing.
  var limit: Int { gaps.first ?? bytes.count }

  mutating func append(_ segment: Span<UInt8>, isDiscontinuous: Bool) {
    if isDiscontinuous, hasBegun { gaps.append(bytes.count) }
    hasBegun = true
    bytes.append(addingCapacity: segment.count) { output in
      for index in segment.indices { output.append(segment[index]) }
    }
  }

  var next: Next {
    let following = bytes.span.extracting(first: limit)
    guard let header = TLSRecordHeader(following, at: start) else {
      return gaps.isEmpty ? .incomplete : .gap
    }
    guard header.isPlausible else { return .other }
    if header.end <= limit { return .record(header) }
    return gaps.isEmpty ? .incomplete : .gap
  }

  /// Goes on at `offset`.
  mutating func advance(to offset: Int) { start = offset }

  /// Goes on behind the first hole.
  mutating func passGap() {
    start = limit
    if !gaps.isEmpty { gaps.removeFirst() }
  }

  /// Gives up the bytes before the next record.
  mutating func compact() {
    guard start > 0 else { return }
    bytes.removeFirst(start)
    for index in gaps.indices { gaps[index] -= start }
    start = 0
  }

  /// Gives up all bytes.
  mutating func clear() {
    (bytes, start, gaps) = ([], 0, [])
  }
}
