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
  /// Where the bytes of each segment end, and when it came; those before `firstMark` are read.
  private var marks: [(end: Int, origin: SegmentOrigin)] = []
  private var firstMark = 0
  private var hasBegun = false

  /// Bytes that wait.
  var count: Int { bytes.count - start }
  /// Memory that they take.
  var footprint: Int {
    count + (marks.count - firstMark) * MemoryLayout<(Int, SegmentOrigin)>.stride
  }
  /// Up to where no byte is missing.
  var limit: Int { gaps.first ?? bytes.count }

  mutating func append(_ segment: Span<UInt8>, isDiscontinuous: Bool, at origin: SegmentOrigin) {
    if isDiscontinuous, hasBegun { gaps.append(bytes.count) }
    hasBegun = true
    bytes.append(addingCapacity: segment.count) { output in
      for index in segment.indices { output.append(segment[index]) }
    }
    marks.append((bytes.count, origin))
  }

  /// The segment that completes what ends at `end`, which is not read yet.
  func origin(upTo end: Int) -> SegmentOrigin? {
    marks[firstMark...].first { $0.end >= end }?.origin
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
  mutating func advance(to offset: Int) {
    start = offset
    while firstMark < marks.count, marks[firstMark].end <= start { firstMark += 1 }
  }

  /// Goes on behind the first hole.
  mutating func passGap() {
    advance(to: limit)
    if !gaps.isEmpty { gaps.removeFirst() }
  }

  /// Gives up the bytes before the next record.
  mutating func compact() {
    guard start > 0 else { return }
    bytes.removeFirst(start)
    for index in gaps.indices { gaps[index] -= start }
    marks.removeFirst(firstMark)
    for index in marks.indices { marks[index].end -= start }
    (start, firstMark) = (0, 0)
  }

  /// Gives up all bytes.
  mutating func clear() {
    (bytes, start, gaps, marks, firstMark) = ([], 0, [], [], 0)
  }
}
