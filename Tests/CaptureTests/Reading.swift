import NetworkBytes
import TestSupport

@testable import Capture

/// All that a reader hands out of some captures.
struct Reading {
  struct Packet {
    let packet: CapturedPacket
    let payload: [UInt8]

    var text: String { String(decoding: payload, as: UTF8.self) }
  }

  var packets: [Packet] = []
  var inputs: [InputSummary] = []
  var counters = CaptureCounters()

  var udp: [Packet] { packets.filter { $0.packet.kind == .udp } }
  var tcp: [Packet] { packets.filter { $0.packet.kind == .tcp } }

  init(paths: [String]) throws(CaptureError) {
    var source = try PacketSource(paths: paths) { .none }
    while let packet = try source.next() {
      packets.append(Packet(packet: packet, payload: Array(copying: source.payload)))
    }
    inputs = source.inputs
    counters = source.counters
  }

  /// Reads captures that are written to files first.
  init(_ captures: [UInt8]...) throws {
    self = try Self(captures)
  }

  init(_ captures: [[UInt8]]) throws {
    let folder = try TemporaryFolder()
    self = try Self(
      paths: captures.enumerated().map { try folder.write($0.element, to: "\($0.offset).pcap") })
  }
}

extension Array where Element == UInt8 {
  init(copying span: Span<UInt8>) {
    self = []
    for index in span.indices { append(span[index]) }
  }
}

extension SocketAddress {
  init?(_ address: String, _ port: UInt16) {
    guard let address = IPAddress(address) else { return nil }
    self.init(address, port: port)
  }
}
