import NetworkBytes
import RTP
import Testing

@testable import Demultiplexing

@Suite("TURN's bindings")
struct RelayBindingsTests {
  private static let client = SocketAddress(IPAddress(ipv4: 0x0A09_0001), port: 4000)
  private static let server = SocketAddress(IPAddress(ipv4: 0x0A09_0002), port: 3478)

  /// XOR-PEER-ADDRESS of the example in RFC 5769, section 2.2 and 2.3: port 32853.
  private static let (ipv4, ipv6): ([UInt8], [UInt8]) = (
    [0x00, 0x01, 0xA1, 0x47, 0xE1, 0x12, 0xA6, 0x43],
    [
      0x00, 0x02, 0xA1, 0x47, 0x01, 0x13, 0xA9, 0xFA, 0xA5, 0xD3, 0xF1, 0x79, 0xBC, 0x25, 0xF4,
      0xB5, 0xBE, 0xD2, 0xB9, 0xD9,
    ]
  )
  private static let transaction: [UInt8] = [
    0xB7, 0xE7, 0xA7, 0x01, 0xBC, 0x34, 0xD6, 0x86, 0xFA, 0x87, 0xDF, 0xAE,
  ]

  private static func message(_ type: UInt8, class high: UInt8 = 0, _ body: [UInt8]) -> [UInt8] {
    [high, type, 0, UInt8(body.count), 0x21, 0x12, 0xA4, 0x42] + transaction + body
  }

  private static func attribute(_ type: UInt8, _ value: [UInt8]) -> [UInt8] {
    [0, type, 0, UInt8(value.count)] + value
  }

  private static func channelData(_ bindings: RelayBindings, back: Bool = false) -> String {
    let bytes: [UInt8] = [0x40, 0x01, 0, 12, 0x80, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1]
    guard let datagram = RelayedDatagram(bytes.span, .turnChannel) else { return "none" }
    let ends = bindings.ends(
      of: datagram, from: back ? server : client, to: back ? client : server)
    return "\(ends.source) \(ends.destination)"
  }

  @Test("a channel stands for the peer of its binding, both ways")
  func peer() {
    for (address, peer) in [
      (Self.ipv4, "192.0.2.1:32853"), (Self.ipv6, "[2001:db8:1234:5678:11:2233:4455:6677]:32853"),
    ] {
      var bindings = RelayBindings()
      let body = Self.attribute(0x0C, [0x40, 0x01, 0, 0]) + Self.attribute(0x12, address)
      bindings.learn(from: Self.message(9, body).span, from: Self.client, to: Self.server)
      #expect(Self.channelData(bindings) == "\(Self.client) \(peer)")
      #expect(Self.channelData(bindings, back: true) == "\(peer) \(Self.client)")
    }
  }

  @Test("an allocation's address stands for the client")
  func relayed() {
    var bindings = RelayBindings()
    let body = Self.attribute(0x0C, [0x40, 0x01, 0, 0]) + Self.attribute(0x12, Self.ipv4)
    bindings.learn(from: Self.message(9, body).span, from: Self.client, to: Self.server)
    bindings.learn(
      from: Self.message(3, class: 1, Self.attribute(0x16, Self.ipv4)).span, from: Self.server,
      to: Self.client)
    #expect(Self.channelData(bindings) == "192.0.2.1:32853 192.0.2.1:32853")
  }

  @Test("without a binding it runs between client and server")
  func unknown() {
    #expect(Self.channelData(RelayBindings()) == "\(Self.client) \(Self.server)")
  }

  @Test("attributes that break off bind nothing")
  func broken() {
    let body = Self.attribute(0x0C, [0x40, 0x01, 0, 0]) + Self.attribute(0x12, Self.ipv4)
    for count in 0..<body.count {
      var bindings = RelayBindings()
      bindings.learn(
        from: Self.message(9, Array(body[..<count])).span, from: Self.client, to: Self.server)
      #expect(Self.channelData(bindings) == "\(Self.client) \(Self.server)")
    }
  }

  @Test("past the bound all is forgotten and learnt again")
  func bound() {
    var bindings = RelayBindings()
    for number in 0..<70_000 {
      let body = Self.attribute(0x0C, [0x40, 0x01, 0, 0]) + Self.attribute(0x12, Self.ipv4)
      let client = SocketAddress(IPAddress(ipv4: UInt32(number)), port: 1)
      bindings.learn(from: Self.message(9, body).span, from: client, to: Self.server)
    }
    #expect(bindings.losses == 1)
  }
}
