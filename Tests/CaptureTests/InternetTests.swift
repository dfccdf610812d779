import NetworkBytes
import TestSupport
import Testing

@testable import Capture

@Suite("IP and UDP")
struct InternetTests {
  private func read(_ frames: [UInt8]...) throws -> Reading {
    var file = PcapBytes()
    for frame in frames { file.add(frame) }
    return try Reading(file.bytes)
  }

  private static func v6(_ packet: [UInt8]) -> [UInt8] { ethernet(packet, type: [0x86, 0xDD]) }

  @Test("IPv4 options are passed over")
  func options() throws {
    let frame = ethernet(ipv4(udp([1, 2]), options: [0x94, 4, 0, 0, 1, 1, 1, 0]))
    #expect(try read(frame).udp.map(\.payload) == [[1, 2]])
  }

  @Test("what follows the IP packet in its frame is no part of it")
  func padding() throws {
    let padding = [UInt8](repeating: 0xEE, count: 20)
    let reading = try read(
      ethernet(ipv4(udp([1])) + padding), Self.v6(ipv6(udp([2])) + padding))
    #expect(reading.udp.map(\.payload) == [[1], [2]])
  }

  @Test("a length of 0, as segmentation offload leaves it, stands for the whole frame")
  func offload() throws {
    let reading = try read(
      ethernet(ipv4(udp([1, 2, 3]), total: 0)), Self.v6(ipv6(udp([4, 5]), length: 0)))
    #expect(reading.udp.map(\.payload) == [[1, 2, 3], [4, 5]])
  }

  @Test("IPv6 addresses and ports are read")
  func addresses() throws {
    let packet = try #require(try read(Self.v6(ipv6(udp([1])))).udp.first).packet
    #expect(packet.source == SocketAddress("2001:db8::1", 4000))
    #expect(packet.destination == SocketAddress("2001:db8::2", 5000))
  }

  // RFC 8200, section 4, and RFC 4302 for AH (51), whose length counts words less 2.
  static let extensions: [(UInt8, [UInt8])] = [
    (0, [17, 0, 5, 2, 0, 0, 1, 0]), (43, [17, 1, 0, 0] + [UInt8](repeating: 0, count: 12)),
    (60, [17, 0, 1, 4, 0, 0, 0, 0]), (51, [17, 4] + [UInt8](repeating: 9, count: 22)),
    (0, [60, 0, 1, 4, 0, 0, 0, 0, 17, 0, 1, 4, 0, 0, 0, 0]),
    // A fragment that is the whole datagram (RFC 6946).
    (44, [17, 0, 0, 0, 1, 2, 3, 4]),
  ]

  @Test("IPv6 extension headers are passed over", arguments: extensions)
  func extensionHeaders(_ next: UInt8, _ headers: [UInt8]) throws {
    #expect(
      try read(Self.v6(ipv6(headers + udp([1, 2]), next: next))).udp.map(\.payload) == [[1, 2]])
  }

  @Test("an endless chain of extension headers is malformed")
  func endlessExtensions() throws {
    let headers = (0..<100).flatMap { _ in [60, 0, 1, 4, 0, 0, 0, 0] as [UInt8] }
    let reading = try read(Self.v6(ipv6(headers + udp([1]), next: 60)))
    #expect(reading.packets.map(\.packet.kind) == [.other])
    #expect(reading.counters.malformed == 1)
  }

  @Test("IP inside IP is followed, but not without end")
  func tunnels() throws {
    let inner = ipv4(udp([1]))
    var deep = inner
    for _ in 0..<9 { deep = ipv4(deep, protocol: 4) }
    let reading = try read(
      ethernet(ipv4(inner, protocol: 4)), ethernet(ipv4(ipv6(udp([2])), protocol: 41)),
      Self.v6(ipv6(inner, next: 4)), ethernet(deep))
    #expect(reading.udp.map(\.payload) == [[1], [2], [1]])
    #expect(reading.counters.nestedTooDeep == 1)
  }

  @Test("a snapped datagram gives the bytes that are there, and says so")
  func snapped() throws {
    let frame = udpFrame([UInt8](0..<100))
    for length in 42..<frame.count {
      var file = PcapBytes()
      file.add(Array(frame.prefix(length)), original: frame.count)
      let packet = try #require(try Reading(file.bytes).udp.first)
      #expect(packet.payload == [UInt8](0..<UInt8(length - 42)))
      #expect(packet.packet.isTruncated)
    }
  }

  @Test("a UDP length shorter than the IP payload ends the datagram there")
  func shortLength() throws {
    let reading = try read(
      ethernet(ipv4(udp([1, 2, 3, 4], length: 10))), ethernet(ipv4(udp([], length: 8))))
    #expect(reading.udp.map(\.payload) == [[1, 2], []])
    #expect(reading.udp.map(\.packet.isTruncated) == [false, false])
  }

  static let nonsense: [[UInt8]] = [
    ethernet(ipv4(udp([1], length: 0))), ethernet(ipv4(udp([1], length: 7))),
    ethernet(ipv4(udp([1], length: 10))), ethernet(ipv4(udp([1], length: 65_535))),
    ethernet(ipv4(udp([1]), total: 19)), ethernet(ipv4(udp([1]), total: 27)),
    ethernet([0x44] + ipv4(udp([1])).dropFirst()), ethernet([0x65] + ipv4(udp([1])).dropFirst()),
    ethernet([0x45, 0, 0, 28]), ethernet([]),
    v6([0x40] + ipv6(udp([1])).dropFirst()), v6(ipv6(udp([1]), length: 7)),
    v6(ipv6([17, 200, 0, 0, 0, 0, 0, 0], next: 60)),
    ethernet(ipv4([UInt8](repeating: 0, count: 19), protocol: 6)),
    ethernet(
      ipv4(tcp([], sequence: 1).prefix(12) + [0x40] + [UInt8](repeating: 0, count: 7), protocol: 6)),
    ethernet(
      ipv4(tcp([], sequence: 1).prefix(12) + [0xF0] + [UInt8](repeating: 0, count: 7), protocol: 6)),
  ]

  @Test("headers that contradict themselves are counted as malformed", arguments: nonsense.indices)
  func malformed(_ index: Int) throws {
    let reading = try read(Self.nonsense[index])
    #expect(reading.packets.map(\.packet.kind) == [.other])
    #expect(reading.packets[0].payload.isEmpty)
    #expect(reading.counters.malformed == 1)
    #expect(reading.counters.truncated == 0)
  }
}
