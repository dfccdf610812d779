import NetworkBytes
import TestSupport
import Testing

@testable import Capture

@Suite("TCP")
struct TCPTests {
  static let syn: UInt8 = 0x02
  static let fin: UInt8 = 0x11
  static let reset: UInt8 = 0x14

  private func read(_ frames: [[UInt8]], millisecondStep: Int = 1) throws -> Reading {
    var file = PcapBytes(magic: 0xA1B2_3C4D)
    for (index, frame) in frames.enumerated() {
      let time = index * millisecondStep
      file.add(frame, seconds: 10 + time / 1000, fraction: time % 1000 * 1_000_000)
    }
    return try Reading(file.bytes)
  }

  private func text(_ reading: Reading) -> String { reading.tcp.map(\.text).joined() }

  @Test("bytes in order pass through, and only the first are discontinuous")
  func inOrder() throws {
    let reading = try read([
      tcpFrame("", at: 99, flags: Self.syn), tcpFrame("INVITE ", at: 100),
      tcpFrame("sip:", at: 107), tcpFrame("", at: 111), tcpFrame("bob", at: 111),
      tcpFrame("", at: 114, flags: Self.fin),
    ])
    #expect(reading.tcp.map(\.text) == ["INVITE ", "sip:", "bob"])
    #expect(reading.tcp.map(\.packet.isDiscontinuous) == [true, false, false])
    #expect(reading.tcp.map(\.packet.number) == [2, 3, 5])
    #expect(Set(reading.tcp.map(\.packet.connection)).count == 1)
    #expect(reading.tcp[0].packet.source == SocketAddress("10.0.0.1", 5060))
    #expect(reading.tcp[0].packet.destination == SocketAddress("10.0.0.2", 5061))
    #expect(reading.counters.tcpBytesSkipped == 0)
  }

  @Test("data in a SYN begin one number after it")
  func dataInSYN() throws {
    let reading = try read([
      tcpFrame("abc", at: 99, flags: Self.syn), tcpFrame("def", at: 103),
    ])
    #expect(text(reading) == "abcdef")
    #expect(reading.tcp.map(\.packet.isDiscontinuous) == [true, false])
  }

  static let pieces = [("ab", 0), ("cd", 2), ("efg", 4), ("h", 7)]
  static let permutations: [[Int]] = {
    func permute(_ rest: [Int]) -> [[Int]] {
      rest.isEmpty
        ? [[]] : rest.flatMap { first in permute(rest.filter { $0 != first }).map { [first] + $0 } }
    }
    return permute([0, 1, 2, 3])
  }()

  // The sequence number also wraps between these segments.
  @Test(
    "segments in any order give the bytes in order", arguments: permutations, [500, 0xFFFF_FFFD])
  func anyOrder(_ order: [Int], _ base: Int) throws {
    let start = tcpFrame("", at: (base - 1) & 0xFFFF_FFFF, flags: Self.syn)
    let reading = try read(
      [start]
        + order.map {
          tcpFrame(Self.pieces[$0].0, at: (base + Self.pieces[$0].1) & 0xFFFF_FFFF)
        })
    #expect(text(reading) == "abcdefgh")
    #expect(reading.tcp.map(\.packet.isDiscontinuous).count { $0 } == 1)
    #expect(reading.tcp[0].packet.isDiscontinuous)
    #expect(reading.counters.tcpGaps == 0)
  }

  static let overlaps: [[(String, Int)]] = [
    // Repeated whole, repeated with more, repeated inside, repeated while held.
    [("abcd", 0), ("abcd", 0), ("efgh", 4)],
    [("abcd", 0), ("abcdef", 0), ("gh", 6)],
    [("abcd", 0), ("cdef", 2), ("bc", 1), ("gh", 6)],
    [("ab", 0), ("efgh", 4), ("efgh", 4), ("ef", 4), ("cd", 2)],
    [("ab", 0), ("ef", 4), ("efgh", 4), ("cd", 2)],
    [("ab", 0), ("fgh", 5), ("defg", 3), ("cd", 2)],
    [("ab", 0), ("gh", 6), ("ef", 4), ("cdefgh", 2)],
  ]

  @Test("what is repeated or overlaps is handed out once", arguments: overlaps.indices)
  func overlap(_ index: Int) throws {
    let reading = try read(
      [tcpFrame("", at: 999, flags: Self.syn)]
        + Self.overlaps[index].map { tcpFrame($0.0, at: 1000 + $0.1) })
    #expect(text(reading) == "abcdefgh")
    #expect(reading.tcp.map(\.packet.isDiscontinuous).count { $0 } == 1)
    #expect(reading.counters.tcpBytesSkipped == 0)
  }

  @Test("a connection picked up midway begins with its first segment with data")
  func midway() throws {
    // The bare acknowledgement is a keep-alive, one number behind.
    let reading = try read([
      tcpFrame("", at: 4999), tcpFrame("ab", at: 5000), tcpFrame("cd", at: 5002),
    ])
    #expect(reading.tcp.map(\.text) == ["ab", "cd"])
    #expect(reading.tcp.map(\.packet.isDiscontinuous) == [true, false])
  }

  @Test("a hole is given up after three seconds of capture time")
  func patience() throws {
    let reading = try read(
      [tcpFrame("ab", at: 0), tcpFrame("ef", at: 4), tcpFrame("gh", at: 6), tcpFrame("ij", at: 8)],
      millisecondStep: 1600)
    #expect(reading.tcp.map(\.text) == ["ab", "efghij"])
    #expect(reading.tcp.map(\.packet.isDiscontinuous) == [true, true])
    #expect(reading.tcp.map(\.packet.number) == [1, 4])
    #expect(reading.counters.tcpGaps == 1)
    #expect(reading.counters.tcpBytesSkipped == 2)
  }

  @Test("a hole is given up when more than 64 segments wait behind it")
  func manyHeld() throws {
    let held = (0..<65).map { tcpFrame("x", at: 10 + $0) }
    let reading = try read([tcpFrame("ab", at: 0)] + held + [tcpFrame("!", at: 75)])
    #expect(reading.tcp.map(\.text) == ["ab", String(repeating: "x", count: 65), "!"])
    #expect(reading.tcp.map(\.packet.isDiscontinuous) == [true, true, false])
    #expect(reading.tcp.map(\.packet.number) == [1, 66, 67])
    #expect(reading.counters.tcpBytesSkipped == 8)
  }

  @Test("a hole is given up when more than 256 KB wait behind it")
  func manyBytesHeld() throws {
    let large = String(repeating: "y", count: 10_000)
    let reading = try read(
      [tcpFrame("ab", at: 0)] + (0..<30).map { tcpFrame(large, at: 1000 + $0 * 10_000) })
    // 262,144 bytes are passed by the 27th segment.
    #expect(reading.tcp.map(\.payload.count) == [2, 270_000, 10_000, 10_000, 10_000])
    #expect(reading.tcp.map(\.packet.isDiscontinuous) == [true, true, false, false, false])
  }

  @Test("what is held at the end of the trace is handed out then")
  func flush() throws {
    let reading = try read([
      tcpFrame("ab", at: 0), tcpFrame("ef", at: 4), tcpFrame("gh", at: 6), tcpFrame("kl", at: 10),
      tcpFrame("CD", at: 0, sourcePort: 7000), tcpFrame("GH", at: 4, sourcePort: 7000),
    ])
    #expect(reading.tcp.map(\.text) == ["ab", "CD", "efgh", "kl", "GH"])
    #expect(reading.tcp.map(\.packet.isDiscontinuous) == [true, true, true, true, true])
    #expect(reading.tcp.map(\.packet.number) == [1, 5, 2, 4, 6])
    #expect(reading.tcp.map(\.packet.source.port) == [5060, 7000, 5060, 5060, 7000])
    #expect(reading.counters.tcpGaps == 3)
  }

  @Test("a SYN with another number begins a new connection, the same one does not")
  func newConnection() throws {
    let reading = try read([
      tcpFrame("", at: 99, flags: Self.syn), tcpFrame("ab", at: 100),
      tcpFrame("", at: 99, flags: Self.syn), tcpFrame("cd", at: 102),
      tcpFrame("", at: 7_000_000, flags: Self.syn), tcpFrame("ef", at: 7_000_001),
    ])
    #expect(reading.tcp.map(\.text) == ["ab", "cd", "ef"])
    #expect(reading.tcp.map(\.packet.isDiscontinuous) == [true, false, true])
  }

  @Test(
    "a sequence number far off begins a new connection", arguments: [2_000_000_000, 0xF000_0000])
  func farOff(_ sequence: Int) throws {
    let reading = try read([tcpFrame("ab", at: 100), tcpFrame("cd", at: sequence)])
    #expect(reading.tcp.map(\.text) == ["ab", "cd"])
    #expect(reading.tcp.map(\.packet.isDiscontinuous) == [true, true])
  }

  @Test("what a reset carries is no part of the connection")
  func resets() throws {
    let reading = try read([
      tcpFrame("ab", at: 100), tcpFrame("go away", at: 102, flags: Self.reset),
      tcpFrame("cd", at: 102),
    ])
    #expect(text(reading) == "abcd")
  }

  @Test("the two directions and other ports are other connections")
  func directions() throws {
    let back = ethernet(
      [0x45, 0] + big16(42) + [0, 1, 0, 0, 64, 6, 0, 0, 10, 0, 0, 2, 10, 0, 0, 1]
        + big16(5061) + big16(5060) + big32(9) + big32(0) + [0x50, 0x10, 0, 0, 0, 0, 0, 0]
        + Array("OK".utf8))
    let reading = try read([
      tcpFrame("ab", at: 1), back, tcpFrame("xy", at: 1, sourcePort: 6000), tcpFrame("cd", at: 3),
    ])
    #expect(reading.tcp.map(\.text) == ["ab", "OK", "xy", "cd"])
    let connections = reading.tcp.map(\.packet.connection)
    #expect(Set(connections).count == 3)
    #expect(connections[0] == connections[3])
  }

  @Test("after a snapped segment the bytes go on, discontinuous")
  func snapped() throws {
    var file = PcapBytes()
    let frame = tcpFrame("abcdefgh", at: 100)
    file.add(Array(frame.dropLast(5)), original: frame.count)
    file.add(tcpFrame("ij", at: 108))
    file.add(tcpFrame("kl", at: 110))
    let reading = try Reading(file.bytes)
    #expect(reading.tcp.map(\.text) == ["abc", "ij", "kl"])
    #expect(reading.tcp.map(\.packet.isDiscontinuous) == [true, true, false])
    #expect(reading.counters.tcpBytesSkipped == 5)
  }

  @Test("a snapped segment that was held divides what follows")
  func snappedAndHeld() throws {
    var file = PcapBytes()
    let frame = tcpFrame("cdefgh", at: 102)
    file.add(tcpFrame("", at: 99, flags: Self.syn))
    file.add(Array(frame.dropLast(4)), original: frame.count)
    file.add(tcpFrame("ij", at: 108))
    file.add(tcpFrame("ab", at: 100))
    file.add(tcpFrame("kl", at: 110))
    let reading = try Reading(file.bytes)
    #expect(reading.tcp.map(\.text) == ["abcd", "ij", "kl"])
    #expect(reading.tcp.map(\.packet.isDiscontinuous) == [true, true, false])
    #expect(reading.tcp.map(\.packet.number) == [4, 3, 5])
  }

  @Test("segments in IP fragments are put together first")
  func fragmented() throws {
    let segment = tcp(Array("0123456789abcdef".utf8), sequence: 1)
    let reading = try read([
      ethernet(ipv4(Array(segment[24...]), protocol: 6, offset: 24)),
      ethernet(ipv4(Array(segment[..<24]), protocol: 6, more: true)),
    ])
    #expect(reading.tcp.map(\.text) == ["0123456789abcdef"])
  }

  @Test("segments that repeat, and segments that come early, are counted apart")
  func repeatedAndEarly() throws {
    let reading = try read([
      tcpFrame("ab", at: 0), tcpFrame("ab", at: 0), tcpFrame("ef", at: 4), tcpFrame("gh", at: 6),
      tcpFrame("cd", at: 2),
    ])
    #expect(text(reading) == "abcdefgh")
    #expect(reading.counters.tcpRetransmissions == 1)
    #expect(reading.counters.tcpOutOfOrder == 2)
  }
}
