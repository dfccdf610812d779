import Foundation

/// Writes small pcap files of RTP packets, byte by byte from the standards.
struct TraceWriter {
  private var bytes: [UInt8] = []

  init() {
    // pcap: magic, version 2.4, zone, accuracy, snapshot length, Ethernet.
    bytes += Self.little(0xa1b2_c3d4) + [2, 0, 4, 0] + Self.little(0) + Self.little(0)
    bytes += Self.little(65_535) + Self.little(1)
  }

  /// Adds an RTP packet captured `time` seconds after the start.
  mutating func add(
    sequence: Int, timestamp: Int, at time: Double, payloadType: UInt8 = 0, ssrc: UInt32 = 7,
    marker: Bool = false, source: UInt8 = 1, destination: UInt8 = 2, payload: [UInt8],
    cut: Int = 0
  ) {
    var rtp: [UInt8] = [0x80, payloadType | (marker ? 0x80 : 0)]
    rtp += Self.big(UInt16(truncatingIfNeeded: sequence))
    rtp += Self.big(UInt32(truncatingIfNeeded: timestamp)) + Self.big(ssrc) + payload
    add(datagram: rtp, at: time, source: source, destination: destination, cut: cut)
  }

  /// Adds a UDP datagram from port 4000 to 5000 of 10.0.0.x, without its last `cut` bytes.
  mutating func add(
    datagram: [UInt8], at time: Double, source: UInt8, destination: UInt8, cut: Int = 0
  ) {
    var packet: [UInt8] = [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0]
    packet += [0x45, 0] + Self.big(UInt16(28 + datagram.count)) + [0, 0, 0x40, 0, 64, 17, 0, 0]
    packet += [10, 0, 0, source, 10, 0, 0, destination]
    packet += Self.big(UInt16(4000)) + Self.big(UInt16(5000))
    packet += Self.big(UInt16(8 + datagram.count)) + [0, 0] + datagram
    let microseconds = Int((time * 1e6).rounded())
    bytes += Self.little(UInt32(1_700_000_000 + microseconds / 1_000_000))
    bytes += Self.little(UInt32(microseconds % 1_000_000))
    bytes += Self.little(UInt32(packet.count - cut)) + Self.little(UInt32(packet.count))
    bytes += packet.dropLast(cut)
  }

  /// Writes the trace to a file that the caller removes; returns its path.
  func write() throws -> String {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "\(UUID().uuidString).pcap")
    try Data(bytes).write(to: file)
    return file.path
  }

  private static func little(_ value: UInt32) -> [UInt8] {
    [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  private static func big(_ value: UInt32) -> [UInt8] { little(value).reversed() }

  private static func big(_ value: UInt16) -> [UInt8] {
    [UInt8(value >> 8), UInt8(truncatingIfNeeded: value)]
  }
}
