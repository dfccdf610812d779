import NetworkBytes
import TestSupport
import Testing

@testable import Capture

@Suite("What Wireshark exports", .waitsForOthers)
struct ExportedPDUTests {
  private static func read(_ frames: [[UInt8]]) throws -> Reading {
    var file = PcapBytes(linkType: 252)
    for (index, frame) in frames.enumerated() { file.add(frame, seconds: index / 10) }
    return try Reading(file.bytes)
  }

  /// The bytes of each direction of connections in order, with `|` before those that may not follow.
  private static func told(_ reading: Reading) -> [String: String] {
    reading.tcp.reduce(into: [:]) { told, packet in
      let way = "\(packet.packet.source) \(packet.packet.connection)"
      told[way, default: ""] += (packet.packet.isDiscontinuous ? "|" : "") + packet.text
    }
  }

  private static func tcp(_ name: String, _ text: String, isReturned: Bool = false) -> [UInt8] {
    exportedPDU(name, Array(text.utf8), isReturned: isReturned)
  }

  private static func udp(_ name: String, _ content: [UInt8], tag: Int = 12) -> [UInt8] {
    exportedPDU(name, content, tag: tag, portType: 3)
  }

  @Test("SIP on connections is handed out once, whatever it was exported as")
  func sip() throws {
    // As tshark 4.0.17 exports an INVITE in two records and two responses in one, cut in the last.
    let reading = try Self.read([
      Self.tcp("sip.tcp", "INV"), Self.tcp("sip.tcp", "INVITE"), Self.tcp("sip", "INVITE"),
      Self.tcp("sip.tcp", "100180200", isReturned: true),
      Self.tcp("sip", "100180200", isReturned: true),
      Self.tcp("sip", "100180200", isReturned: true),
      Self.tcp("sip.tcp", " OK", isReturned: true), Self.tcp("sip", " OK", isReturned: true),
      Self.tcp("sip.tcp", "ACK"), Self.tcp("sip", "ACK"),
    ])
    #expect(
      Self.told(reading) == [
        "10.0.0.1:4000 4096": "|INVITEACK", "10.0.0.2:5061 4097": "|100180200 OK",
      ])
    #expect(reading.tcp.allSatisfy { $0.packet.encapsulations == .exportedPDU })
    #expect(reading.counters.unreadExports.isEmpty)
  }

  @Test("where only TLS exports it, it is handed out by what TLS exports")
  func sipOverTCP() throws {
    let reading = try Self.read([
      Self.tcp("sip.tcp", "INV"), Self.tcp("sip.tcp", "INVITE"),
      Self.tcp("sip.tcp", "100", isReturned: true), Self.tcp("sip.tcp", "ACK"),
      // Of another connection, by SIP.
      exportedPDU("sip", Array("MESSAGE".utf8), portType: 2, isReturned: true),
      Self.tcp("sip.tcp", "BYE"),
    ])
    #expect(
      Self.told(reading) == [
        "10.0.0.1:4000 4096": "|INVITEACKBYE", "10.0.0.2:5061 4097": "|100MESSAGE",
      ])
    #expect(reading.tcp.map(\.packet.number) == [2, 3, 4, 5, 6])
  }

  @Test("the same message at another time is another one")
  func repeated() throws {
    let frames = (0..<20).map { _ in Self.tcp("sip", "a") }
    #expect(try Self.told(Self.read(frames)) == ["10.0.0.1:4000 4096": "|aa"])
  }

  static let datagrams: [(String, Int)] = [
    ("sip", 12), ("rtp", 12), ("rtcp", 12), ("data", 12), ("rtp_udp", 13), ("udp.port", 14),
  ]

  @Test("datagrams are handed out with their addresses", arguments: datagrams)
  func datagram(_ name: String, _ tag: Int) throws {
    let udp = try Self.read([Self.udp(name, [1, 2, 3], tag: tag)]).udp
    #expect(udp.map(\.payload) == [[1, 2, 3]])
    #expect(udp.map(\.packet.source) == [SocketAddress("10.0.0.1", 4000)])
    #expect(udp.map(\.packet.destination) == [SocketAddress("10.0.0.2", 5061)])
  }

  @Test("packets of lower layers are read with their own headers")
  func lowerLayers() throws {
    let reading = try Self.read([
      Self.udp("udp", TestSupport.udp([1])), Self.udp("ip", ipv4(TestSupport.udp([2]))),
      Self.udp("ipv6", ipv6(TestSupport.udp([3]))),
    ])
    #expect(reading.udp.map(\.payload) == [[1], [2], [3]])
    #expect(reading.udp.map(\.packet.source.port) == [4000, 4000, 4000])
    #expect(reading.udp.map(\.packet.source.address.isIPv6) == [false, false, true])
  }

  @Test("IPv6 addresses, and names that nothing fills up")
  func otherTags() throws {
    let address = [UInt8](repeating: 0, count: 15)
    let header =
      big16(12) + big16(3) + Array("rtp".utf8) + big16(22) + big16(16) + address + [1] + big16(23)
      + big16(16) + address + [2] + big16(99) + big16(5) + [1, 2, 3, 4, 5] + [0, 0, 0, 0]
    let udp = try Self.read([header + [7]]).udp
    #expect(udp.map(\.payload) == [[7]])
    #expect(udp.map(\.packet.source.description) == ["[::1]:0"])
    #expect(udp.map(\.packet.destination.description) == ["[::2]:0"])
  }

  @Test("what is not read is counted by its dissector, up to a bound")
  func others() throws {
    let names = ["http", "data", "http"] + (0..<20).map { "a\($0)" }
    // Data on a connection is no datagram.
    let reading = try Self.read(names.map { Self.tcp($0, "x") })
    #expect(reading.packets.allSatisfy { $0.packet.kind == .other })
    #expect(reading.counters.unreadExports["http"] == 2)
    #expect(reading.counters.unreadExports["data"] == 1)
    #expect(reading.counters.unreadExports.count == 17)
    #expect(reading.counters.unreadExports.values.reduce(0, +) == names.count)
  }

  @Test("a header cut anywhere is counted")
  func cut() throws {
    let whole = Self.udp("rtp", [])
    for length in 0..<whole.count {
      var file = PcapBytes(linkType: 252)
      file.add(Array(whole.prefix(length)), original: whole.count)
      file.add(Array(whole.prefix(length)))
      let counters = try Reading(file.bytes).counters
      #expect(counters.truncated == 1)
      #expect(counters.malformed == 1)
    }
  }

  @Test("what tshark exports of a trace is what the trace holds")
  func tshark() throws {
    let folder = try TemporaryFolder()
    // SIP and RTP in datagrams; IP and UDP out of ESP without encryption.
    let cases = [
      ("sip-g711", "OSI layer 4"), ("tunnels/esp-transport", "OSI layer 3"),
      ("tunnels/esp-tunnel", "OSI layer 3"),
    ]
    for (number, (name, tap)) in cases.enumerated() {
      let path = folder.path("\(number)")
      try Tool.run(
        "tshark", "-r", Fixtures.capture("\(name).pcap"), "-U", tap, "-w", path,
        "-o", "esp.enable_null_encryption_decode_heuristic:TRUE")
      let exported = try Reading(paths: [path]).udp
      let own = try Reading(paths: [Fixtures.capture("\(name).pcap")]).udp
        // STUN and DNS have dissectors of their own.
        .filter { packet in exported.contains { $0.payload == packet.payload } }
      #expect(exported.count > 10)
      #expect(exported.map(\.payload) == own.map(\.payload))
      #expect(exported.map(\.packet.source) == own.map(\.packet.source))
      #expect(exported.map(\.packet.destination) == own.map(\.packet.destination))
      #expect(exported.map(\.packet.time) == own.map(\.packet.time))
    }
  }
}
