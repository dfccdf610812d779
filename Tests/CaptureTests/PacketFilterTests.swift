import Foundation
import TestSupport
import Testing

@testable import Capture

@Suite("Packet filters", .waitsForOthers)
struct PacketFilterTests {
  private struct Passed {
    var numbers: [Int] = []
    let counters: CaptureCounters
    let input: InputSummary
    let unfilteredLinkTypes: [UInt16]

    init(path: String, _ filter: String) throws {
      var source = try PacketSource(paths: [path], filter: filter) { .none }
      while let packet = try source.next() {
        if packet.kind == .udp || packet.kind == .tcp { numbers.append(packet.number) }
      }
      counters = source.counters
      input = source.inputs[0]
      unfilteredLinkTypes = source.unfilteredLinkTypes
    }

    init(_ name: String, _ filter: String) throws {
      try self.init(path: Fixtures.capture(name), filter)
    }
  }

  static let filters = [
    "udp", "udp port 5060", "host 10.0.0.1 and udp[8] & 0xc0 == 0x80", "less 100", "not udp", "tcp",
    "udp dst port 5060 or port 53",
  ]

  /// The numbers of the UDP and TCP packets that pass, by tcpdump itself and tshark.
  private static func expected(_ name: String, _ filter: String) throws -> Int {
    let lines = try Tool.run("tcpdump", "-n", "-r", Fixtures.capture(name), "--", filter)
    return lines.split(separator: UInt8(ascii: "\n")).count { $0.first != UInt8(ascii: "\t") }
  }

  @Test(
    "what passes is what passes with tcpdump",
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/tcpdump")),
    arguments: filters)
  func tcpdump(_ filter: String) throws {
    let passed = try Passed("sip-g711.pcap", filter)
    #expect(try passed.counters.packets == Self.expected("sip-g711.pcap", filter))
    #expect(passed.unfilteredLinkTypes.isEmpty)
  }

  @Test("numbers and counts of the input stay those of the file")
  func numbers() throws {
    let all = try Passed("tunnels/gre.pcap", "ip proto 47")
    #expect(all.numbers == Array(1...12))
    #expect(all.input.packets == 12)
    // Filters see the outer headers.
    let none = try Passed("tunnels/gre.pcap", "udp port 5000")
    #expect(none.numbers.isEmpty)
    #expect(none.counters.packets == 0)
    #expect(none.input.packets == 12)
  }

  @Test("what no filter can be applied to, as its interface is not described, is counted")
  func undescribed() throws {
    var file = PcapngBytes()
    file.section()
    file.interface()
    file.packet(udpFrame([1]))
    file.packet(udpFrame([2]), interface: 1)
    let folder = try TemporaryFolder()
    var source = try PacketSource(
      paths: [try folder.write(file.bytes, to: "a.pcapng")], filter: "udp", shouldStop: { .none })
    var kinds: [CapturedPacket.Kind] = []
    while let packet = try source.next() { kinds.append(packet.kind) }
    #expect(kinds == [.udp, .other])
    #expect(source.counters.undescribedInterface == 1)
  }

  @Test("raw IP of a file is compiled as such")
  func raw() throws {
    var file = PcapBytes(linkType: 101)
    file.add(ipv4(udp([1])))
    file.add(ipv4(tcp([2], sequence: 1), protocol: 6))
    let folder = try TemporaryFolder()
    let passed = try Passed(path: folder.write(file.bytes, to: "raw"), "udp")
    #expect(passed.numbers == [1])
  }

  @Test("link types for which there is no code are named, and do not pass")
  func impossible() throws {
    var file = PcapngBytes()
    file.section()
    file.interface(1)
    // NFLOG has no code for ports.
    file.interface(239)
    for interface in [0, 1, 1, 0] { file.packet(udpFrame([1]), interface: interface) }
    let folder = try TemporaryFolder()
    let passed = try Passed(path: folder.write(file.bytes, to: "two"), "udp port 5000")
    #expect(passed.numbers == [1, 4])
    #expect(passed.unfilteredLinkTypes == [239])
  }

  @Test("a wrong expression is refused before anything is opened, in libpcap's words")
  func wrong() throws {
    let error = #expect(throws: CaptureError.self) {
      _ = try PacketSource(paths: ["missing.pcap"], filter: "udp prot 5060") { .none }
    }
    #expect(error?.kind == .badFilter)
    #expect(error?.reason.contains("syntax error") == true)
  }
}
