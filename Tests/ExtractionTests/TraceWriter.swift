import Foundation
import TestSupport

/// Writes small pcap files of RTP packets, byte by byte from the standards.
struct TraceWriter {
  private var file = PcapBytes()

  /// Adds an RTP packet captured `time` seconds after the start.
  mutating func add(
    sequence: Int, timestamp: Int, at time: Double, payloadType: UInt8 = 0, ssrc: UInt32 = 7,
    marker: Bool = false, source: UInt8 = 1, destination: UInt8 = 2, payload: [UInt8],
    cut: Int = 0
  ) {
    let header =
      [0x80, payloadType | (marker ? 0x80 : 0)] + big16(sequence) + big32(timestamp)
      + big32(Int(ssrc))
    add(datagram: header + payload, at: time, source: source, destination: destination, cut: cut)
  }

  /// Adds a UDP datagram from port 4000 to 5000 of 10.0.0.x, without its last `cut` bytes.
  mutating func add(
    datagram: [UInt8], at time: Double, source: UInt8, destination: UInt8, cut: Int = 0
  ) {
    let microseconds = Int((time * 1e6).rounded())
    let frame = ethernet(ipv4(udp(datagram), sender: source, receiver: destination))
    file.add(
      Array(frame.dropLast(cut)), seconds: 1_700_000_000 + microseconds / 1_000_000,
      fraction: microseconds % 1_000_000, original: frame.count)
  }

  /// Writes the trace to a file that the caller removes; returns its path.
  func write() throws -> String {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "\(UUID().uuidString).pcap")
    try Data(self.file.bytes).write(to: file)
    return file.path
  }
}
