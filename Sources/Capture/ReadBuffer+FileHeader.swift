import NetworkBytes

extension ReadBuffer {
  /// Reads what stands before the first record of a pcap file, and checks the magic numbers of a
  /// pcapng file, whose header is a block like the others and is left where it is.
  ///
  /// Returns nil for pcapng; throws if it is neither.
  mutating func readFileHeader() throws(CaptureError) -> PcapHeader? {
    let count = try waitForHeader(PcapHeader.length)
    let header = header(count)
    switch header {
    case .pcap(let header):
      position += PcapHeader.length
      return header
    case .pcapng: return nil
    // Stopped before the writer of the pipe wrote anything.
    case .empty where descriptor.isStopped: return nil
    case .empty: throw CaptureError(.notACapture, descriptor.name, "is empty")
    case .compressed(let program):
      throw CaptureError(
        .notACapture, descriptor.name, "is compressed with \(program); decompress it first")
    case .unknown:
      throw CaptureError(.notACapture, descriptor.name, "not a pcap or pcapng capture")
    }
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
    case compressed(String)
    case unknown
  }

  private func header(_ count: Int) -> FileHeader {
    let bytes = bytes.span.extracting(first: count)
    if bytes.isEmpty { return .empty }
    if let header = PcapHeader(bytes) { return .pcap(header) }
    if PcapngSection.byteOrder(ofHeader: bytes) != nil { return .pcapng }
    if let program = Self.compression(bytes) { return .compressed(program) }
    return .unknown
  }

  /// The program whose compressed files begin like this.
  private static func compression(_ bytes: Span<UInt8>) -> String? {
    guard bytes.count >= 4 else { return nil }
    return switch bytes.uint32(at: 0) {
    case 0x1F8B_0000...0x1F8B_FFFF: "gzip"
    case 0x28B5_2FFD: "zstd"
    case 0x0422_4D18: "lz4"
    case 0xFD37_7A58: "xz"
    case 0x425A_6830...0x425A_6839: "bzip2"
    default: nil
    }
  }
}
