import NetworkBytes
import TestSupport
import Testing

@testable import Capture

@Suite("Pcap")
struct PcapTests {
  @Test("a file written down byte by byte is read as its fields say")
  func literal() throws {
    // Little-endian, microseconds, Ethernet; one record at 1.5 s; UDP 10.0.0.1:4000 to
    // 10.0.0.2:5000 with the payload "hi", padded to 60 bytes as Ethernet wants.
    let file: [UInt8] = [
      0xD4, 0xC3, 0xB2, 0xA1, 0x02, 0x00, 0x04, 0x00, 0, 0, 0, 0, 0, 0, 0, 0,
      0xFF, 0xFF, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00,
      0x01, 0, 0, 0, 0x20, 0xA1, 0x07, 0x00, 60, 0, 0, 0, 60, 0, 0, 0,
      0x02, 0, 0, 0, 0, 1, 0x02, 0, 0, 0, 0, 2, 0x08, 0x00,
      0x45, 0x00, 0x00, 0x1E, 0x00, 0x01, 0x40, 0x00, 0x40, 0x11, 0x26, 0xCB,
      0x0A, 0x00, 0x00, 0x01, 0x0A, 0x00, 0x00, 0x02,
      0x0F, 0xA0, 0x13, 0x88, 0x00, 0x0A, 0x00, 0x00, 0x68, 0x69,
      0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ]
    let reading = try Reading(file)
    let first = try #require(reading.udp.first)
    #expect(reading.packets.count == 1)
    #expect(first.text == "hi")
    #expect(first.packet.time == 1_500_000_000)
    #expect(first.packet.number == 1)
    #expect(first.packet.input == 0)
    #expect(first.packet.source.description == "10.0.0.1:4000")
    #expect(first.packet.destination.description == "10.0.0.2:5000")
    #expect(!first.packet.isTruncated)
    #expect(reading.inputs[0].packets == 1)
    #expect(reading.inputs[0].bytes == file.count)
    #expect(reading.inputs[0].size == file.count)
    #expect(reading.inputs[0].damage == nil)
  }

  static let variants: [(UInt64, Int64)] = [
    (0xA1B2_C3D4, 1000), (0xA1B2_3C4D, 1), (0xA1B2_CD34, 1000),
  ]

  @Test("every magic number is read in both byte orders", arguments: Endian.allCases, variants)
  func magicNumbers(_ order: Endian, _ variant: (magic: UInt64, unit: Int64)) throws {
    var file = PcapBytes(order, magic: variant.magic)
    file.add(udpFrame([1]), seconds: 1_606_212_000, fraction: 123_456)
    file.add(udpFrame([2, 3]), seconds: 4_294_967_295, fraction: 999_999)
    let udp = try Reading(file.bytes).udp
    #expect(udp.map(\.payload) == [[1], [2, 3]])
    #expect(
      udp.map(\.packet.time) == [
        1_606_212_000_000_000_000 + 123_456 * variant.unit,
        4_294_967_295_000_000_000 + 999_999 * variant.unit,
      ])
  }

  @Test("the length of the frame check sequence in the link type is no part of it")
  func frameCheckSequence() throws {
    var file = PcapBytes(linkType: 0x5400_0001)
    file.add(udpFrame([7]) + [0xDE, 0xAD, 0xBE, 0xEF])
    #expect(try Reading(file.bytes).udp.map(\.payload) == [[7]])
  }

  @Test("a snapshot length of 0, or one that lies, does no harm", arguments: [0, 1, 0xFFFF_FFFF])
  func snapshotLength(_ length: Int) throws {
    var file = PcapBytes(snapLength: length)
    file.add(udpFrame([UInt8](repeating: 9, count: 1400)))
    #expect(try Reading(file.bytes).udp.map(\.payload.count) == [1400])
  }

  @Test("a record longer than it was on the wire is used as it is")
  func longerThanOriginal() throws {
    var file = PcapBytes()
    file.add(udpFrame([5, 6]), original: 20)
    #expect(try Reading(file.bytes).udp.map(\.payload) == [[5, 6]])
  }

  @Test(
    "a record that claims too much is damage; the packets before it are used",
    arguments: [(262_145, 65_535), (4_294_967_295, 0xFFFF_FFFF), (1_000_001, 1_000_000)])
  func damage(_ claim: Int, _ snapLength: Int) throws {
    var file = PcapBytes(snapLength: snapLength)
    file.add(udpFrame([1]))
    file.add(udpFrame([2]))
    let whole = file.bytes.count
    file.add(udpFrame([3]), captured: claim)
    file.add(udpFrame([4]))
    let reading = try Reading(file.bytes)
    #expect(reading.udp.map(\.payload) == [[1], [2]])
    #expect(reading.inputs[0].damage == "record 3 claims \(claim) bytes")
    #expect(reading.inputs[0].isTruncated == false)
    #expect(reading.inputs[0].bytes == whole)
  }

  @Test("a long record is read if the snapshot length allows it", arguments: [262_144, 1_000_000])
  func longRecord(_ length: Int) throws {
    var file = PcapBytes(snapLength: length)
    let frame = udpFrame([1])
    file.add(frame + [UInt8](repeating: 0, count: length - frame.count))
    file.add(udpFrame([2]))
    let reading = try Reading(file.bytes)
    #expect(reading.udp.map(\.payload) == [[1], [2]])
    #expect(reading.inputs[0].damage == nil)
  }

  @Test("a file cut anywhere gives its whole packets, and says that it was cut")
  func cut() throws {
    var file = PcapBytes()
    var ends: [Int] = [file.bytes.count]
    for index in 0..<3 {
      file.add(udpFrame([UInt8](repeating: UInt8(index), count: index)))
      ends.append(file.bytes.count)
    }
    for length in 24...file.bytes.count {
      let reading = try Reading(Array(file.bytes[..<length]))
      #expect(reading.udp.count == ends.count { $0 <= length } - 1, "\(length) bytes")
      #expect(reading.inputs[0].isTruncated == !ends.contains(length), "\(length) bytes")
      #expect(reading.inputs[0].bytes == length)
      #expect(reading.inputs[0].damage == nil)
    }
  }

  @Test("a file longer than the read buffer is read to its end")
  func chunks() throws {
    var file = PcapBytes()
    for index in 0..<1000 {
      file.add(udpFrame(big32(index) + [UInt8](repeating: UInt8(index % 251), count: 800)))
    }
    let udp = try Reading(file.bytes).udp
    #expect(udp.count == 1000)
    for (index, packet) in udp.enumerated() {
      #expect(packet.packet.number == index + 1)
      #expect(packet.payload.prefix(4) == big32(index)[...])
      #expect(packet.payload.dropFirst(4).allSatisfy { $0 == UInt8(index % 251) })
    }
  }
}
