import TestSupport
import Testing

@testable import Capture

@Suite("Pcapng")
struct PcapngTests {
  static let orders = Endian.allCases

  @Test("all packet blocks are read in both byte orders", arguments: orders)
  func packetBlocks(_ order: Endian) throws {
    var file = PcapngBytes(order)
    file.section()
    file.interface()
    file.packet(udpFrame([1]), ticks: 0x0005_4321_8765_4321)
    file.obsoletePacket(udpFrame([2, 2]), ticks: 2_000_000)
    file.simplePacket(udpFrame([3, 3, 3]))
    let reading = try Reading(file.bytes)
    #expect(reading.udp.map(\.payload) == [[1], [2, 2], [3, 3, 3]])
    #expect(
      reading.udp.map(\.packet.time) == [
        0x0005_4321_8765_4321 * 1000, 2_000_000_000, 2_000_000_000,
      ]
    )
    #expect(reading.udp.map(\.packet.number) == [1, 2, 3])
    #expect(reading.inputs[0].packets == 3)
    #expect(reading.inputs[0].bytes == file.bytes.count)
  }

  @Test("a simple packet before any time is at time 0, and as short as the snapshot length")
  func simplePacket() throws {
    var file = PcapngBytes()
    file.section()
    file.interface(snapLength: 44)
    let frame = udpFrame([1, 2, 3, 4])
    file.simplePacket(Array(frame.prefix(44)), original: frame.count)
    let packet = try #require(try Reading(file.bytes).udp.first)
    #expect(packet.packet.time == 0)
    #expect(packet.payload == [1, 2])
    #expect(packet.packet.isTruncated)
  }

  // if_tsresol, ticks, and the nanoseconds they are.
  static let resolutions: [(UInt8, UInt64, Int64)] = [
    (0, 7, 7_000_000_000), (3, 1500, 1_500_000_000), (6, 1_500_000, 1_500_000_000),
    (9, 1_500_000_001, 1_500_000_001), (12, 1_500_000_001_999, 1_500_000_001),
    (19, 15_000_000_000_000_000_000, 1_500_000_000), (127, .max, 0),
    (0x80, 3, 3_000_000_000), (0x81, 3, 1_500_000_000), (0x9E, 3 << 29, 1_500_000_000),
    (0xA0, 6_442_450_944, 1_500_000_000), (0xFF, .max, 0), (0, .max, Self.farthest),
  ]

  @Test("timestamps come in any power of 10 or 2 of a second", arguments: resolutions)
  func resolution(_ option: UInt8, _ ticks: UInt64, _ nanoseconds: Int64) throws {
    for order in Endian.allCases {
      var file = PcapngBytes(order)
      file.section()
      // An option that is to be passed over stands before.
      file.interface(options: file.option(2, Array("eth0!".utf8)) + file.option(9, [option]))
      file.packet(udpFrame([1]), ticks: ticks)
      #expect(try Reading(file.bytes).udp.map(\.packet.time) == [nanoseconds])
    }
  }

  /// Times are kept to where the difference of any two still fits 64 bits.
  private static let farthest = Int64.max / 2

  @Test("an interface's timestamp offset is added", arguments: [1_600_000_000, -5, Int64.max])
  func offset(_ seconds: Int64) throws {
    for order in Endian.allCases {
      var file = PcapngBytes(order)
      file.section()
      file.interface(options: file.option(14, order.bytes(UInt64(bitPattern: seconds), 8)))
      file.packet(udpFrame([1]), ticks: 250_000)
      let (shift, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
      #expect(
        try Reading(file.bytes).udp.map(\.packet.time)
          == [overflow ? Self.farthest : shift + 250_000_000])
    }
  }

  @Test("options that run past their block are passed over")
  func brokenOptions() throws {
    var file = PcapngBytes()
    file.section()
    file.interface(options: [9, 0, 0xFF, 0xFF, 9, 0, 0, 0])
    file.packet(udpFrame([1]), ticks: 5)
    #expect(try Reading(file.bytes).udp.map(\.packet.time) == [5000])
  }

  @Test("interfaces may differ in link type; a packet of an unknown one is counted")
  func interfaces() throws {
    var file = PcapngBytes()
    file.section()
    file.interface(1)
    file.interface(101)
    file.packet(ipv4(udp([1])), interface: 1)
    file.packet(udpFrame([2]), interface: 0)
    file.packet(udpFrame([3]), interface: 2)
    let reading = try Reading(file.bytes)
    #expect(reading.udp.map(\.payload) == [[1], [2]])
    #expect(reading.counters.undescribedInterface == 1)
    #expect(reading.counters.packets == 3)
  }

  @Test("a section begins anew, in its own byte order", arguments: orders, orders)
  func sections(_ first: Endian, _ second: Endian) throws {
    var file = PcapngBytes(first)
    file.section()
    file.interface(1)
    file.packet(udpFrame([1]))
    file.section(second)
    file.interface(101)
    file.packet(ipv4(udp([2])))
    let reading = try Reading(file.bytes)
    #expect(reading.udp.map(\.payload) == [[1], [2]])
    #expect(reading.udp.map(\.packet.number) == [1, 2])
  }

  @Test("other blocks are passed over; some have a packet number in Wireshark")
  func otherBlocks() throws {
    var file = PcapngBytes()
    file.section()
    file.interface()
    file.packet(udpFrame([1]))
    // Name resolution, statistics, decryption secrets, one unknown: no numbers (tshark 4.0.17).
    for type: UInt64 in [4, 5, 10, 0x0B0B] { file.block(type, [0, 0, 0, 0, 0, 0, 0, 0]) }
    file.packet(udpFrame([2]))
    // Systemd journal, custom (both), Sysdig events: numbered, as tshark 4.0.17 does.
    for type: UInt64 in [9, 0xBAD, 0x4000_0BAD, 0x204, 0x216, 0x221] {
      file.block(type, [UInt8](repeating: 0, count: 32))
    }
    file.packet(udpFrame([3]))
    let reading = try Reading(file.bytes)
    #expect(reading.udp.map(\.payload) == [[1], [2], [3]])
    #expect(reading.udp.map(\.packet.number) == [1, 2, 9])
    #expect(reading.inputs[0].packets == 3)
  }

  static let damages: [(String, @Sendable (inout PcapngBytes) -> Void)] = [
    (
      "block 4 is 12 bytes long at its start but 16 at its end",
      { $0.block(0x0B0B, [], trailer: 16) }
    ),
    ("block 4 claims 4294967292 bytes", { $0.raw([6, 0, 0, 0, 0xFC, 0xFF, 0xFF, 0xFF]) }),
    ("block 4 claims 8 bytes", { $0.raw([6, 0, 0, 0, 8, 0, 0, 0]) }),
    ("block 4 claims 33 bytes", { $0.raw([6, 0, 0, 0, 33, 0, 0, 0]) }),
    ("block 4 claims 0 bytes", { $0.raw([6, 0, 0, 0, 0, 0, 0, 0]) }),
    ("block 4 is too short for a packet", { $0.block(6, [0, 0, 0, 0]) }),
    ("block 4 is too short for a packet", { $0.block(3, []) }),
    ("block 4 claims a packet of 100 bytes", { $0.packet([1, 2, 3, 4], captured: 100) }),
    ("block 4 begins a section of version 2", { $0.section(version: 2) }),
    (
      "block 4 begins a section of no known byte order",
      { $0.block(0x0A0D_0D0A, [UInt8](repeating: 7, count: 16)) }
    ),
  ]

  @Test("a block that contradicts itself ends the reading", arguments: damages.indices)
  func damage(_ index: Int) throws {
    var file = PcapngBytes()
    file.section()
    file.interface()
    file.packet(udpFrame([1]))
    let whole = file.bytes.count
    Self.damages[index].1(&file)
    file.packet(udpFrame([2]))
    let reading = try Reading(file.bytes)
    #expect(reading.udp.map(\.payload) == [[1]])
    #expect(reading.inputs[0].damage == Self.damages[index].0)
    #expect(reading.inputs[0].bytes == whole)
  }

  @Test("a file cut anywhere gives its whole packets, and says that it was cut", arguments: orders)
  func cut(_ order: Endian) throws {
    var file = PcapngBytes(order)
    file.section()
    var blockEnds = [file.bytes.count]
    file.interface(options: file.option(9, [9]))
    blockEnds.append(file.bytes.count)
    var packetEnds: [Int] = []
    for index in 0..<3 {
      file.packet(udpFrame([UInt8](repeating: 1, count: index)))
      packetEnds.append(file.bytes.count)
    }
    for length in 12...file.bytes.count {
      let reading = try Reading(Array(file.bytes[..<length]))
      #expect(reading.udp.count == packetEnds.count { $0 <= length }, "\(length) bytes")
      #expect(
        reading.inputs[0].isTruncated == !(blockEnds + packetEnds).contains(length),
        "\(length) bytes")
      #expect(reading.inputs[0].damage == nil)
    }
  }
}
