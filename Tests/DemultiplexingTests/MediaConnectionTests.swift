import Capture
import NetworkBytes
import RTP
import TestSupport
import Testing

@testable import Demultiplexing

@Suite("What a TCP connection carries")
struct MediaConnectionTests {
  private static let (alice, bob) = (
    SocketAddress(IPAddress(ipv4: 1), port: 4000), SocketAddress(IPAddress(ipv4: 2), port: 5000)
  )

  /// A packet of PCMU with a length in front (RFC 4571, section 2).
  private static func frame(_ sequence: Int) -> [UInt8] {
    [0, 52, 0x80, 0, 0, UInt8(sequence), 0, 0, 0, UInt8(sequence), 0, 0, 0, 7]
      + [UInt8](repeating: 0xFF, count: 40)
  }

  private static func demultiplexer() -> Demultiplexer {
    Demultiplexer(DemultiplexingOptions())
  }

  /// Gives a connection's bytes in segments of `size`.
  private static func give(
    _ bytes: [UInt8], _ size: Int, to demultiplexer: inout Demultiplexer, connection: Int = 0,
    isDiscontinuous: Bool = true
  ) {
    for start in stride(from: 0, to: bytes.count, by: size) {
      let part = Array(bytes[start..<min(bytes.count, start + size)])
      demultiplexer.receive(
        stream: part.span, connection: connection,
        isDiscontinuous: isDiscontinuous && start == 0, from: alice, to: bob, at: Int64(start),
        number: 1, place: PacketPlace(input: 0, number: 1))
    }
  }

  @Test("frames are found in segments of any size", arguments: [1, 2, 3, 53, 54, 55, 100, 5000])
  func segments(_ size: Int) {
    var demultiplexer = Self.demultiplexer()
    Self.give((1...50).flatMap(Self.frame), size, to: &demultiplexer)
    demultiplexer.finish()
    #expect(demultiplexer.streams.map(\.reception.tracker.packets) == [50])
    #expect(demultiplexer.connections.pendingBytes == 0)
  }

  @Test("null packets mean nothing (RFC 4571, section 2)")
  func null() {
    var demultiplexer = Self.demultiplexer()
    Self.give(
      (1...20).flatMap { $0 > 5 ? [0, 0] + Self.frame($0) : Self.frame($0) }, 100,
      to: &demultiplexer)
    demultiplexer.finish()
    #expect(demultiplexer.streams.map(\.reception.tracker.packets) == [20])
  }

  @Test("a length that lies loses what it covers; the packets behind it are found again")
  func lie() {
    var demultiplexer = Self.demultiplexer()
    var bytes = (1...40).flatMap(Self.frame)
    // The tenth frame claims 10 bytes more than it has.
    bytes[9 * 54 + 1] += 10
    Self.give(bytes, 54, to: &demultiplexer)
    demultiplexer.finish()
    let packets = demultiplexer.streams.first?.reception.tracker.packets ?? 0
    #expect((38...40).contains(packets))
  }

  @Test("two packets alone are no media, nor are other protocols")
  func others() {
    for bytes in [
      Self.frame(1) + Self.frame(2), Array("GET / HTTP/1.1\r\n\r\n".utf8),
      [UInt8](repeating: 0x80, count: 100_000), [UInt8](repeating: 0, count: 100_000),
    ] {
      var demultiplexer = Self.demultiplexer()
      Self.give(bytes, 1448, to: &demultiplexer)
      demultiplexer.finish()
      #expect(demultiplexer.streams.isEmpty)
      #expect(demultiplexer.counters.rtp == 0)
    }
  }

  @Test("a frame or message that never ends waits within the bound of one connection")
  func endless() {
    let starts: [[UInt8]] = [
      (1...3).flatMap(Self.frame) + [0xFF, 0xFF, 0x80, 0],
      Array("RTSP/1.0 200 OK\r\n\r\n$".utf8) + [0, 0xFF, 0xFF],
      Array("RTSP/1.0 200 OK\r\nContent-Length: 65000\r\n\r\n".utf8), Array("RTSP/1.0 200".utf8),
    ]
    for start in starts {
      var demultiplexer = Self.demultiplexer()
      for round in 0..<200 {
        Self.give(
          round == 0 ? start : [UInt8](repeating: 0x41, count: 1000), 1000, to: &demultiplexer,
          isDiscontinuous: round == 0)
        #expect(demultiplexer.connections.pendingBytes < 80_000)
      }
    }
  }

  @Test("all connections together wait within their bound, and those given up are counted")
  func bound() {
    var demultiplexer = Self.demultiplexer()
    let bytes = [UInt8](repeating: 0x41, count: 16_000)
    for connection in 0..<700 {
      Self.give([0] + bytes, 16_001, to: &demultiplexer, connection: connection)
      #expect(demultiplexer.connections.pendingBytes <= MediaConnections.pendingLimit)
    }
    #expect(demultiplexer.connections.givenUp > 0)
  }

  @Test("connections of media outlive those that are not known, where room is short")
  func priority() {
    var demultiplexer = Self.demultiplexer()
    // Its last frame waits for its end.
    let media = (1...10).flatMap(Self.frame) + Self.frame(11).dropLast(4)
    Self.give(media, 100, to: &demultiplexer)
    for connection in 1..<700 {
      Self.give(
        [UInt8](repeating: 0x41, count: 16_000), 16_000, to: &demultiplexer,
        connection: connection)
    }
    #expect(demultiplexer.connections.givenUp > 0)
    Self.give(
      Array(Self.frame(11).suffix(4)) + Self.frame(12), 100, to: &demultiplexer,
      isDiscontinuous: false)
    demultiplexer.finish()
    #expect(demultiplexer.streams.map(\.reception.tracker.packets) == [12])
  }

  @Test("no bytes make it trap")
  func hostile() {
    var random = Randomness(seed: 2326)
    let messages = Array("RTSP/1.0 200 OK\r\nCSeq: 1\r\nContent-Length: 4\r\n\r\nabcd".utf8)
    for round in 0..<2000 {
      var bytes: [UInt8] = []
      for number in 1...8 {
        let frame = Self.frame(number)
        bytes += round % 2 == 0 ? frame : [0x24, 0] + frame
        if round % 3 == 0 { bytes += messages }
      }
      if round % 5 == 0 { bytes = messages + bytes }
      for _ in 0..<Int.random(in: 0..<6, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = random.bytes(1)[0]
      }
      var demultiplexer = Self.demultiplexer()
      Self.give(bytes, Int.random(in: 1...200, using: &random), to: &demultiplexer)
      demultiplexer.finish()
      #expect(demultiplexer.counters.rtp <= 8)
    }
  }
}
