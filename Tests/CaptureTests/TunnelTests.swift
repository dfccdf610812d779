import Foundation
import NetworkBytes
import TestSupport
import Testing

@testable import Capture

/// Traces that scapy wrote (Scripts/fixtures/tunnels.py): 12 RTP packets inside each tunnel.
@Suite("Tunnels and links")
struct TunnelTests {
  static func reading(_ name: String) throws -> Reading {
    try Reading(paths: [Fixtures.capture("tunnels/\(name).pcap")])
  }

  /// The traces of RTP, what was passed, and whether IPv6 is inside.
  static let traces: [(String, Encapsulations, Bool)] = [
    ("qinq", [], false), ("pppoe", .pppoe, false), ("pppoe-ipv6", .pppoe, true),
    ("mpls", .mpls, false), ("mpls-pseudowire", .mpls, false), ("ppp", [], false),
    ("ppp-address", [], false), ("ppp-hdlc", [], true), ("cisco-hdlc", [], false),
    ("wlan", [], false), ("wlan-qos", [], false), ("wlan-four-addresses", [], false),
    ("radiotap", [], false), ("gre", .gre, false), ("gre-full", .gre, false),
    ("gre-ethernet", .gre, false), ("pptp", [.gre, .ppp], false), ("erspan-1", .erspan, false),
    ("erspan-2", .erspan, false), ("erspan-3", .erspan, false),
    ("erspan-3-platform", .erspan, false), ("vxlan", .vxlan, false),
    ("vxlan-policy", .vxlan, false), ("vxlan-gpe", .vxlan, false), ("vxlan-flannel", .vxlan, false),
    ("geneve", .geneve, false),
    ("geneve-options", .geneve, false), ("gtp-u", .gtpU, false), ("gtp-u-extension", .gtpU, false),
    ("esp-tunnel", [.esp, .ipInIP], false), ("esp-tunnel-sha256", [.esp, .ipInIP], false),
    ("esp-unauthenticated", [.esp, .ipInIP], false), ("esp-transport", .esp, false),
    ("esp-udp", [.esp, .ipInIP], false), ("hep-1", .hep, false), ("hep-2", .hep, false),
    ("hep-time", .hep, false), ("hep-clock", .hep, false), ("4in4", .ipInIP, false),
    ("4in6", .ipInIP, false), ("6in4", .ipInIP, true),
    ("hep-rtp", .hep, false), ("vxlan-in-gre", [.gre, .vxlan, .mpls], false),
  ]

  @Test("what is inside is handed out, with the addresses inside", arguments: traces.indices)
  func inside(_ index: Int) throws {
    let (name, encapsulations, isIPv6) = Self.traces[index]
    let reading = try Self.reading(name)
    #expect(reading.udp.count == 12)
    for (number, packet) in zip(1..., reading.udp) {
      let sound = [UInt8](repeating: 0xD5 - UInt8(number), count: 160)
      let expected =
        [0x80, 0] + big16(number) + big32(160 * number) + [0, 7, 0x0A, 0xE1] + sound
      #expect(packet.payload == expected)
      #expect(packet.packet.encapsulations == encapsulations)
      #expect(packet.packet.source == SocketAddress(isIPv6 ? "2001:db8::1" : "10.1.0.1", 4000))
      #expect(packet.packet.destination == SocketAddress(isIPv6 ? "2001:db8::2" : "10.1.0.2", 5000))
      #expect(!packet.packet.isTruncated)
    }
    #expect(reading.counters.udp == 12)
    #expect(reading.counters.malformed == 0)
  }

  @Test(
    "all frames of an A-MSDU are handed out, in order",
    arguments: ["wlan-aggregate", "radiotap-aggregate"])
  func aggregates(_ name: String) throws {
    let reading = try Self.reading(name)
    #expect(reading.udp.map { Int($0.payload[3]) } == Array(1...12))
    #expect(reading.udp.map(\.packet.number) == [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4])
    #expect(reading.udp.allSatisfy { $0.payload.count == 172 && !$0.packet.isTruncated })
    #expect(reading.counters.packets == 12)
    #expect(reading.counters.udp == 12)
    #expect(reading.counters.malformed == 0)
  }

  @Test("an A-MSDU that lies about its lengths or breaks off loses what is behind")
  func brokenAggregates() throws {
    // The length of the second frame: 14 bytes behind the padded end of the first.
    let second = 26 + 14 + 8 + 20 + 8 + 172 + 2
    for value: [UInt8] in [[0, 0], [0, 7], [0xFF, 0xFF], [4, 0]] {
      let bytes = try Self.changed("wlan-aggregate") { number, frame in
        if number == 2 { frame.replaceSubrange(second + 12..<second + 14, with: value) }
      }
      let numbers = try Reading(bytes).udp.map { Int($0.payload[3]) }
      #expect(numbers == [1, 2, 3, 4, 7, 8, 9, 10, 11, 12])
    }
    let bytes = contents(Fixtures.capture("tunnels/wlan-aggregate.pcap"))
    let length = (0..<4).reduce(0) { $0 | Int(bytes[32 + $1]) << (8 * $1) }
    for cut in stride(from: 0, to: length, by: 7) {
      var file = bytes
      file.removeSubrange(40 + cut..<40 + length)
      file.replaceSubrange(32..<36, with: Endian.little.bytes(UInt64(cut), 4))
      #expect(try Reading(file).udp.filter { $0.packet.number > 1 }.count == 9)
    }
  }

  @Test("HEP has the time of the probe, in any version, unless the probe's clock is not set")
  func probeTimes() throws {
    let epoch: Int64 = 1_715_679_000_000_000_000
    let milliseconds = { (number: Int) in epoch + Int64(number) * 1_000_000 }
    let times = { (name: String) in try Self.reading(name).udp.map(\.packet.time) }
    #expect(try times("hep-time") == (1...12).map { milliseconds($0 * 20 + $0 % 2 * 5) })
    #expect(try times("hep-2") == (1...12).map { milliseconds($0 * 20) + 7000 })
    #expect(try times("hep-1") == (1...12).map { milliseconds($0 * 20) })
    #expect(try times("hep-clock") == (1...12).map { milliseconds($0 * 20) })
  }

  @Test("what a probe makes of RTCP is no datagram")
  func reports() throws {
    let reading = try Self.reading("hep-report")
    #expect(reading.udp.count == 6)
    #expect(reading.counters.packets == 12)
    #expect(reading.counters.udp == 6)
  }

  @Test("what is not all of HEP's header of version 1 is none")
  func fixedHeader() throws {
    let header: [UInt8] = [1, 16, 2, 17, 0, 1, 0, 2, 10, 0, 0, 1, 10, 0, 0, 2, 0x80, 0]
    let message = header + [UInt8](repeating: 1, count: 20)
    #expect(HEPMessage(message.span, at: 0)?.source.description == "10.0.0.1:1")
    for index in [0, 1, 2, 3, 16] {
      var other = message
      other[index] = 0
      #expect(HEPMessage(other.span, at: 0) == nil)
    }
    for count in 0..<24 { #expect(HEPMessage(Array(message[..<count]).span, at: 0) == nil) }
  }

  @Test("signalling inside HEP is handed out between those who exchanged it")
  func signalling() throws {
    let reading = try Self.reading("hep-sip")
    #expect(reading.udp.count == 12)
    for (number, packet) in zip(1..., reading.udp) {
      #expect(packet.text.hasPrefix("OPTIONS sip:bob@10.1.0.2 SIP/2.0\r\n"))
      #expect(packet.text.contains("Call-ID: hep-\(number)\r\n"))
      #expect(packet.text.hasSuffix("Content-Length: 0\r\n\r\n"))
      #expect(packet.packet.source == SocketAddress("10.1.0.1", 5060))
      #expect(packet.packet.destination == SocketAddress("10.1.0.2", 5060))
      #expect(packet.packet.encapsulations.names == ["hep"])
    }
  }

  private static func changed(
    _ name: String, _ change: (Int, inout [UInt8]) -> Void
  ) throws -> [UInt8] {
    var trace = try Trace("tunnels/\(name).pcap")
    for index in trace.records.indices {
      var frame = Array(trace.records[index][16...])
      change(index + 1, &frame)
      trace.records[index].replaceSubrange(16..., with: frame)
    }
    return [UInt8](trace.data)
  }

  @Test(
    "a tunnel that breaks off inside its headers loses that packet only",
    arguments: traces.map(\.0) + ["hep-sip"])
  func cut(_ name: String) throws {
    let bytes = contents(Fixtures.capture("tunnels/\(name).pcap"))
    let length = (0..<4).reduce(0) { $0 | Int(bytes[32 + $1]) << (8 * $1) }
    for cut in stride(from: 0, to: length, by: 3) {
      // The first record is cut; its header still says how long it was on the wire.
      var file = bytes
      file.removeSubrange(40 + cut..<40 + length)
      file.replaceSubrange(32..<36, with: Endian.little.bytes(UInt64(cut), 4))
      let reading = try Reading(file)
      #expect(reading.packets.count == 12)
      #expect(reading.udp.filter { $0.packet.number > 1 }.count == 11)
    }
  }

  @Test("lengths that lie lose only the packets concerned", arguments: [34, 35, 38, 39, 46, 47])
  func lies(_ offset: Int) throws {
    // Bytes of the UDP header, of GTP-U's length and type, in every third packet.
    let bytes = try Self.changed("gtp-u") { number, frame in
      if number % 3 == 0 { frame[offset] = 0xFF }
    }
    let inner = try Reading(bytes).udp.filter { $0.packet.destination.port == 5000 }
    let others = inner.filter { $0.packet.number % 3 != 0 }
    #expect(others.map(\.packet.number) == [1, 2, 4, 5, 7, 8, 10, 11])
  }

  @Test("tunnels in tunnels are followed to a depth of 8, and what is deeper is counted")
  func nesting() throws {
    var packet = ipv4(udp([1]))
    var file = PcapBytes()
    for _ in 0...100 {
      file.add(ethernet(packet))
      packet = ipv4(packet, protocol: 4)
    }
    let reading = try Reading(file.bytes)
    #expect(reading.udp.count == 9)
    #expect(reading.counters.nestedTooDeep == 92)
    #expect(reading.counters.malformed == 0)
  }

  static let innocents: [[UInt8]] = [
    [0x80, 0] + big16(7) + big32(160) + big32(99) + [UInt8](repeating: 0xD5, count: 160),
    // CSRC count 8: the first byte that VXLAN with a group policy has.
    [0x88, 0] + big16(7) + big32(160) + big32(99) + [UInt8](repeating: 0, count: 64),
    Array("INVITE sip:bob@example.com SIP/2.0\r\nContent-Length: 0\r\n\r\n".utf8),
    // A STUN binding request.
    [0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42] + [UInt8](repeating: 7, count: 12),
    [UInt8](repeating: 0, count: 200), [UInt8](repeating: 0x08, count: 200),
    // A G-PDU whose content is no IP.
    [0x30, 0xFF] + big16(40) + big32(5) + [UInt8](repeating: 0, count: 40),
    // VXLAN's header before no frame; HEP that ends at once.
    [8, 0, 0, 0, 0, 0, 1, 0] + [UInt8](repeating: 0xEE, count: 60),
    Array("HEP3".utf8) + big16(6),
  ]

  @Test(
    "other datagrams on a tunnel's port are left as they are",
    arguments: [4789, 8472, 6081, 2152, 9060, 4500], innocents)
  func ports(_ port: Int, _ payload: [UInt8]) throws {
    let header = big16(4000) + big16(port) + big16(payload.count + 8) + [0, 0]
    var file = PcapBytes()
    file.add(ethernet(ipv4(header + payload)))
    let reading = try Reading(file.bytes)
    #expect(reading.udp.map(\.payload) == [payload])
    #expect(reading.udp.first?.packet.destination.port == UInt16(port))
    #expect(reading.udp.first?.packet.encapsulations == [])
  }

  @Test("encrypted ESP is left alone")
  func encrypted() throws {
    // The trailer says UDP after no padding, but no UDP length fits.
    let bytes = try Self.changed("esp-transport") { _, frame in
      for index in 42..<frame.count {
        frame[index] = UInt8(truncatingIfNeeded: index &* 151) ^ 0x5A
      }
    }
    let reading = try Reading(bytes)
    #expect(reading.udp.isEmpty)
    #expect(reading.counters.malformed == 0)
  }

  @Test("encrypted frames, parts of frames and management frames of 802.11 carry nothing")
  func unreadableWLAN() throws {
    for (offset, bits) in [(1, 0x40), (22, 1), (1, 0x04), (0, 0x40)] as [(Int, UInt8)] {
      let bytes = try Self.changed("wlan-qos") { number, frame in
        if number > 1 { frame[offset] |= bits }
      }
      let reading = try Reading(bytes)
      #expect(reading.udp.count == 1)
      #expect(reading.counters.malformed == 0)
    }
  }
}
