import Foundation
import TestSupport
import Testing

@testable import Capture

@Suite("Packet source")
struct PacketSourceTests {
  private func capture(_ packets: [(Int, UInt8)]) -> [UInt8] {
    var file = PcapBytes()
    for (seconds, value) in packets { file.add(udpFrame([value]), seconds: seconds) }
    return file.bytes
  }

  @Test("inputs are merged by capture time, equal times in the order of the inputs")
  func merge() throws {
    var nanoseconds = PcapngBytes(.big)
    nanoseconds.section()
    nanoseconds.interface(options: nanoseconds.option(9, [9]))
    for (time, value): (UInt64, UInt8) in [
      (2_000_000_000, 20), (2_000_000_001, 21), (5_500_000_000, 22),
    ] {
      nanoseconds.packet(udpFrame([value]), ticks: time)
    }
    let reading = try Reading(
      capture([(3, 1), (5, 2), (5, 3), (9, 4)]), capture([]), nanoseconds.bytes,
      capture([(5, 30), (1, 31), (6, 32)]), capture([(2, 40)]))
    #expect(reading.udp.map(\.payload[0]) == [20, 40, 21, 1, 2, 3, 30, 31, 22, 32, 4])
    #expect(reading.udp.map(\.packet.input) == [2, 4, 2, 0, 0, 0, 3, 3, 2, 3, 0])
    #expect(reading.udp.map(\.packet.number) == [1, 1, 2, 1, 2, 3, 1, 2, 3, 3, 4])
    #expect(reading.inputs.map(\.packets) == [4, 0, 3, 3, 1])
    #expect(reading.inputs.map { $0.bytes == $0.size } == [true, true, true, true, true])
    #expect(reading.counters.packets == 11)
  }

  @Test("rolled files, given in any order, do not keep descriptors open")
  func rolled() throws {
    let folder = try TemporaryFolder()
    let paths = try (0..<400).map {
      try folder.write(capture([($0, UInt8($0 & 0xFF))]), to: "\($0)")
    }
    func descriptors() throws -> Int {
      try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    }
    let before = try descriptors()
    var source = try PacketSource(paths: paths.reversed()) { .none }
    var times: [Int64] = []
    var most = 0
    while let packet = try source.next() {
      times.append(packet.time / 1_000_000_000)
      if times.count % 50 == 0 { most = max(most, try descriptors()) }
    }
    #expect(times == (0..<400).map { Int64($0) })
    // Other tests run beside this one and have files open too.
    #expect(most < before + 100)
  }

  @Test("one damaged or cut input does not end the others")
  func damagedAmongOthers() throws {
    var damaged = PcapBytes()
    damaged.add(udpFrame([1]), seconds: 1)
    damaged.add([], seconds: 2, captured: 300_000)
    let cut = Array(capture([(2, 2), (4, 3)]).dropLast())
    let reading = try Reading(damaged.bytes, cut, capture([(3, 4), (5, 5)]))
    #expect(reading.udp.map(\.payload[0]) == [1, 2, 4, 5])
    #expect(reading.inputs.map(\.damage) == ["record 2 claims 300000 bytes", nil, nil])
    #expect(reading.inputs.map(\.isTruncated) == [false, true, false])
  }

  static let notCaptures: [([UInt8], String)] = [
    ([], "is empty"),
    (Array("Hello, this is no capture at all.".utf8), "not a pcap or pcapng capture"),
    ([0xD4], "not a pcap or pcapng capture"),
    ([0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0], "not a pcap or pcapng capture"),
    ([0x0A, 0x0D, 0x0D, 0x0A, 28, 0, 0, 0, 1, 2, 3, 4], "not a pcap or pcapng capture"),
    (
      [0x1F, 0x8B, 8, 0, 0, 0],
      "compressed with gzip, and cut short before its first bytes can be read"
    ),
    (
      [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF],
      "gzip data are damaged before byte 11: invalid block type"
    ),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "is compressed with xz; decompress it first"),
    ([0x42, 0x5A, 0x68, 0x39, 0x31], "is compressed with bzip2; decompress it first"),
  ]

  @Test("what is no capture is refused before any packet", arguments: notCaptures)
  func refused(_ bytes: [UInt8], _ reason: String) throws {
    let folder = try TemporaryFolder()
    let good = try folder.write(capture([(1, 1)]), to: "good.pcap")
    let path = try folder.write(bytes, to: "bad.pcap")
    let error = #expect(throws: CaptureError.self) {
      _ = try PacketSource(paths: [good, path]) { .none }
    }
    #expect(error?.kind == .notACapture)
    #expect(error?.description == "\(path): \(reason)")
  }

  @Test("what cannot be opened is refused before any packet")
  func missing() throws {
    let folder = try TemporaryFolder()
    let good = try folder.write(capture([(1, 1)]), to: "good.pcap")
    let missing = folder.path + "/missing.pcap"
    for (path, reason) in [(missing, "No such file or directory"), (folder.path, "is a directory")]
    {
      let error = #expect(throws: CaptureError.self) {
        _ = try PacketSource(paths: [good, path]) { .none }
      }
      #expect(error?.kind == .cannotOpen)
      #expect(error?.description == "\(path): \(reason)")
    }
    #expect(throws: CaptureError.self) { _ = try PacketSource(paths: []) { .none } }
  }

  @Test(
    "a pipe that is silent for a second is idle, then goes on in the middle of a record",
    .waitsForOthers)
  func idle() throws {
    let pipe = Pipe()
    let bytes = capture([(1, 1), (2, 2)])
    try pipe.fileHandleForWriting.write(contentsOf: Data(bytes.dropLast(10)))
    let path = "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"
    var source = try PacketSource(paths: [path]) { .none }
    #expect(try source.next()?.kind == .udp)
    let idle = try source.next()
    #expect(idle?.kind == .idle)
    #expect(source.payload.count == 0)
    try pipe.fileHandleForWriting.write(contentsOf: Data(bytes.suffix(10)))
    try pipe.fileHandleForWriting.close()
    #expect(try source.next()?.number == 2)
    #expect(source.payload[0] == 2)
    #expect(try source.next() == nil)
    #expect(source.inputs[0].size == nil)
    #expect(source.inputs[0].bytes == bytes.count)
    #expect(source.inputs[0].packets == 2)
  }

  @Test(
    "a silent pipe ends when it shall, with what came until then", .waitsForOthers,
    arguments: [StopRequest.whenSilent, .now])
  func stop(_ request: StopRequest) throws {
    let pipe = Pipe()
    let bytes = capture([(1, 1), (2, 2)])
    try pipe.fileHandleForWriting.write(contentsOf: Data(bytes.dropLast(10)))
    var source = try PacketSource(
      paths: ["/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"]) { request }
    #expect(try source.next()?.kind == .udp)
    // The first second may have been short of a second of silence.
    if request == .whenSilent { #expect(try source.next()?.kind == .idle) }
    #expect(try source.next() == nil)
    #expect(source.inputs[0].isTruncated)
  }

  @Test("a pipe that is stopped before its header is an input without packets")
  func stopBeforeHeader() throws {
    let pipe = Pipe()
    var source = try PacketSource(
      paths: ["/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"]) { .now }
    #expect(try source.next() == nil)
    #expect(source.inputs[0].packets == 0)
    try pipe.fileHandleForWriting.close()
  }

  @Test("a pipe is merged with files")
  func pipeAndFile() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(capture([(1, 1), (3, 3)]), to: "file.pcap")
    let pipe = Pipe()
    try pipe.fileHandleForWriting.write(contentsOf: Data(capture([(2, 2), (4, 4)])))
    try pipe.fileHandleForWriting.close()
    let reading = try Reading(
      paths: [file, "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"])
    #expect(reading.udp.map(\.payload[0]) == [1, 2, 3, 4])
    #expect(reading.inputs.map(\.packets) == [2, 2])
  }
}
