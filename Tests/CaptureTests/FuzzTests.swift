import TestSupport
import Testing

@testable import Capture

@Suite("Hostile captures")
struct FuzzTests {
  /// Something of everything that is read.
  static let frames: [[UInt8]] = [
    udpFrame([1, 2, 3]), ethernet(ipv6(udp([4])), type: [0x86, 0xDD]),
    ethernet(ipv4(udp([1])), type: [0x81, 0x00, 0, 1, 0x08, 0x00]),
    ethernet(ipv4(Array(udp([UInt8](repeating: 5, count: 24))[..<16]), more: true)),
    ethernet(ipv4(Array(udp([UInt8](repeating: 5, count: 24))[16...]), offset: 16)),
    ethernet(
      ipv6Fragment(Array(udp([UInt8](repeating: 6, count: 24))[..<16]), offset: 0, more: true),
      type: [0x86, 0xDD]),
    ethernet(
      ipv6Fragment(Array(udp([UInt8](repeating: 6, count: 24))[16...]), offset: 16, more: false),
      type: [0x86, 0xDD]),
    ethernet(ipv6([60, 0, 1, 4, 0, 0, 0, 0, 17, 0, 1, 4, 0, 0, 0, 0] + udp([7]), next: 0)),
    tcpFrame("", at: 9, flags: 2), tcpFrame("abc", at: 10), tcpFrame("ghi", at: 16),
    tcpFrame("def", at: 13), tcpFrame("xyz", at: 30), ethernet(ipv4(ipv4(udp([8])), protocol: 4)),
  ]

  /// Every kind of tunnel in one capture.
  static let tunnels: [UInt8] = {
    var file: [UInt8] = []
    for (name, _, _) in TunnelTests.traces {
      let bytes = contents(Fixtures.capture("tunnels/\(name).pcap"))
      // Ethernet only, and two packets of each.
      guard bytes.count > 40, bytes[20] == 1 else { continue }
      let length = 16 + Int(bytes[32]) + Int(bytes[33]) << 8
      file += bytes[(file.isEmpty ? 0 : 24)..<24 + length]
    }
    return file
  }()

  static let seeds: [[UInt8]] =
    [tunnels]
    + Endian.allCases.flatMap { order in
      let pcaps = [1, 0, 101, 113, 276].map { linkType in
        var file = PcapBytes(
          order, magic: linkType == 0 ? 0xA1B2_CD34 : 0xA1B2_C3D4, linkType: linkType)
        for frame in frames { file.add(linkType == 1 ? frame : Array(frame.dropFirst(14))) }
        return file.bytes
      }
      var file = PcapngBytes(order)
      file.section()
      file.interface(options: file.option(9, [0x9E]) + file.option(14, order.bytes(1, 8)))
      file.interface(101)
      for (index, frame) in frames.enumerated() {
        file.packet(frame, ticks: UInt64(index))
        if index == 5 { file.simplePacket(frame) }
        if index == 7 { file.obsoletePacket(frame) }
      }
      file.section(order == .big ? .little : .big)
      file.interface()
      for frame in frames { file.packet(frame) }
      file.secrets("CLIENT_RANDOM 01 02")
      file.packet(udpFrame([9]))
      var exports = PcapngBytes(order)
      exports.section()
      exports.interface(252)
      for name in ["sip", "sip.tcp", "sip.tcp", "udp", "ip", "rtp", "data", "sip", "sip", "http"] {
        for _ in 0..<2 { exports.packet(exportedPDU(name, ipv4(udp([1, 2, 3])))) }
      }
      return pcaps + [file.bytes, exports.bytes]
    }

  /// Reads all of it; that it comes back at all is the test.
  private func survives(_ path: String) throws -> Int {
    var packets = 0
    do {
      var source = try PacketSource(paths: [path]) { .none }
      while try source.next() != nil {
        packets += 1
        // Reads the ends of the payload: a place that is wrong would trap.
        let payload = source.payload
        if !payload.isEmpty { _ = payload[0] &+ payload[payload.count - 1] }
      }
      #expect(source.counters.packets <= packets)
    } catch {
      #expect(error.kind == .notACapture)
    }
    return packets
  }

  @Test("no byte of a capture can be missing, or wrong in any way, so that reading traps")
  func everyByte() throws {
    let folder = try TemporaryFolder()
    for seed in Self.seeds {
      #expect(try survives(folder.write(seed, to: "whole")) >= Self.frames.count)
      for length in stride(from: 0, to: seed.count, by: 7) {
        _ = try survives(folder.write(Array(seed[..<length]), to: "cut"))
      }
      for index in stride(from: 0, to: seed.count, by: 5) {
        var bytes = seed
        bytes[index] = index % 2 == 0 ? 0xFF : ~bytes[index]
        _ = try survives(folder.write(bytes, to: "changed"))
      }
    }
  }

  @Test("random changes do not make reading trap or go on for ever", arguments: 0..<4)
  func random(_ stream: UInt64) throws {
    let folder = try TemporaryFolder()
    var random = Randomness(seed: 20_261_123 + stream)
    for _ in 0..<1000 {
      var bytes = Self.seeds[Int.random(in: Self.seeds.indices, using: &random)]
      for _ in 0..<Int.random(in: 1...12, using: &random) {
        let index = Int.random(in: bytes.indices, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &random)
        case 1: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 2: bytes[index] = [0, 1, 0x7F, 0x80, 0xFF][Int.random(in: 0..<5, using: &random)]
        case 3: bytes.remove(at: index)
        case 4: bytes.insert(bytes[index], at: index)
        default:
          let end = min(bytes.count, index + Int.random(in: 1...64, using: &random))
          bytes.insert(contentsOf: bytes[index..<end], at: index)
        }
      }
      _ = try survives(folder.write(bytes, to: "mutated"))
    }
  }
}
