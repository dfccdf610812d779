import TestSupport
import Testing

@testable import Capture

@Suite("Secrets in pcapng files")
struct DecryptionSecretsTests {
  /// What is handed out: the first byte of a packet, or a text.
  private static func told(_ reading: Reading) -> [String] {
    reading.packets.map { $0.packet.kind == .secrets ? $0.text : "\($0.payload)" }
  }

  private static func start(_ order: Endian = .little) -> PcapngBytes {
    var file = PcapngBytes(order)
    file.section()
    file.interface()
    return file
  }

  @Test("blocks are handed out in their place, and are no packets", arguments: Endian.allCases)
  func order(_ order: Endian) throws {
    var file = Self.start(order)
    file.secrets("one")
    file.packet(udpFrame([1]))
    file.secrets("and\nfour", options: file.option(1, Array("comment".utf8)))
    file.secrets("")
    file.packet(udpFrame([2]))
    file.section(order == .big ? .little : .big)
    file.interface()
    file.packet(udpFrame([3]))
    file.secrets("last")
    let reading = try Reading(file.bytes)
    #expect(Self.told(reading) == ["one", "[1]", "and\nfour", "", "[2]", "[3]", "last"])
    #expect(reading.udp.map(\.packet.number) == [1, 2, 3])
    #expect(reading.inputs[0].packets == 3)
    #expect(reading.counters.packets == 3)
    #expect(reading.inputs[0].bytes == file.bytes.count)
  }

  @Test("secrets of other protocols are passed over")
  func otherTypes() throws {
    var file = Self.start()
    // WireGuard's and ZigBee's.
    for type: UInt64 in [0x5747_4B4C, 0x5A4E_574B] { file.secrets("other", type: type) }
    file.packet(udpFrame([1]))
    #expect(try Self.told(Reading(file.bytes)) == ["[1]"])
  }

  @Test("a block that claims more than it holds is counted, and reading goes on")
  func damaged() throws {
    var file = Self.start()
    file.secrets("four", length: 5)
    file.secrets("four", length: 0xFFFF_FFFF)
    file.block(0xA, [0x4B, 0x53, 0x4C, 0x54])
    file.block(0xA, [])
    file.secrets("whole")
    file.packet(udpFrame([1]))
    let reading = try Reading(file.bytes)
    #expect(Self.told(reading) == ["whole", "[1]"])
    #expect(reading.inputs[0].damagedSecrets == 4)
    #expect(reading.inputs[0].damage == nil)
  }

  @Test("a block of more than 16 MB is damage, as any is")
  func huge() throws {
    var file = Self.start()
    file.packet(udpFrame([1]))
    file.raw([0xA, 0, 0, 0, 4, 0, 0, 1])
    let reading = try Reading(file.bytes)
    #expect(Self.told(reading) == ["[1]"])
    #expect(reading.inputs[0].damage == "block 4 claims 16777220 bytes")
  }

  @Test(
    "those before the first packet of each of several inputs come first, and again in their place")
  func severalInputs() throws {
    var files = [Self.start(), Self.start()]
    for index in files.indices {
      files[index].secrets("key \(index)")
      files[index].secrets("more")
      files[index].packet(udpFrame([UInt8(index)]), ticks: UInt64(1 - index) * 1_000_000)
      files[index].secrets("late \(index)")
    }
    let reading = try Reading(files.map(\.bytes))
    #expect(
      Self.told(reading) == [
        "key 0\nmore\nkey 1\nmore\n", "key 1", "more", "[1]", "late 1", "key 0", "more", "[0]",
        "late 0",
      ])
  }

  @Test("compressed blocks without end are not read without end")
  func bomb() throws {
    let folder = try TemporaryFolder()
    var file = Self.start()
    let text = String(repeating: "a", count: 1 << 20)
    for _ in 0..<70 { file.secrets(text) }
    file.packet(udpFrame([1]))
    let path = try folder.write(file.bytes, to: "bomb")
    try Tool.run("gzip", path)
    let reading = try Reading(paths: [path + ".gz"])
    #expect(reading.packets.count == 63)
    #expect(reading.inputs[0].damage?.contains("that expand to no packet") == true)
  }
}
