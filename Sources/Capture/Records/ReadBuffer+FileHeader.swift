extension ReadBuffer {
  /// Reads what stands before the first record of a pcap file, and checks the magic numbers of a
  /// pcapng file, whose header is a block like the others and is left where it is.
  ///
  /// Returns nil for pcapng; throws if it is neither.
  mutating func readFileHeader() throws(CaptureError) -> PcapHeader? {
    let count = try waitForHeader(PcapHeader.length)
    switch header(count) {
    case .pcap(let header):
      position += PcapHeader.length
      return header
    case .pcapng: return nil
    // Stopped before the writer of the pipe wrote anything.
    case .empty where descriptor.isStopped: return nil
    case .compressed(let compression) where decompression == nil:
      guard decompress(compression) else {
        throw CaptureError(
          .notACapture, descriptor.name,
          "is compressed with \(compression.rawValue); decompress it first")
      }
      return try readFileHeader()
    case .empty where decompression == nil:
      throw CaptureError(.notACapture, descriptor.name, "is empty")
    case .empty, .unknown, .compressed:
      throw CaptureError(.notACapture, descriptor.name, whyNotACapture)
    }
  }

  private var whyNotACapture: String {
    guard let decompression else { return "not a pcap or pcapng capture" }
    let compression = decompression.compression.rawValue
    if decompression.isCut, available == 0 {
      return "compressed with \(compression), and cut short before its first bytes can be read"
    }
    return decompression.damage
      ?? "compressed with \(compression), and no pcap or pcapng capture inside"
  }

  /// Waits for `length` bytes and says how many of them there are.
  private mutating func waitForHeader(_ length: Int) throws(CaptureError) -> Int {
    while true {
      switch try require(length) {
      case .ready: return length
      case .ended: return available
      case .idle: continue
      }
    }
  }

  private enum FileHeader {
    case pcap(PcapHeader)
    case pcapng
    case empty
    case compressed(Compression)
    case unknown
  }

  private func header(_ count: Int) -> FileHeader {
    let bytes = bytes.span.extracting(first: count)
    if bytes.isEmpty { return .empty }
    if let header = PcapHeader(bytes) { return .pcap(header) }
    if PcapngSection.byteOrder(ofHeader: bytes) != nil { return .pcapng }
    if let compression = Compression(bytes) { return .compressed(compression) }
    return .unknown
  }
}
