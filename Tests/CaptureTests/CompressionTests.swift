import Foundation
import TestSupport
import Testing

@testable import Capture

/// Compressed by the programs themselves, which are the oracle.
@Suite("Compressed captures", .waitsForOthers)
struct CompressionTests {
  static let programs = ["gzip", "zstd", "lz4"]

  static func capture(_ range: Range<Int>, size: Int = 400) -> [UInt8] {
    var file = PcapBytes()
    for index in range {
      // No two alike, and yet compressible.
      let payload = big32(index) + (0..<size).map { UInt8(truncatingIfNeeded: $0 * index >> 3) }
      file.add(udpFrame(payload), seconds: index)
    }
    return file.bytes
  }

  static func run(_ program: String, _ arguments: [String] = ["-c"], on bytes: [UInt8]) throws
    -> [UInt8]
  {
    let folder = try TemporaryFolder()
    let input = try folder.write(bytes, to: "input")
    return [UInt8](try Tool.run([program] + arguments, reading: input))
  }

  private func numbers(_ reading: Reading) -> [Int] {
    reading.udp.map { packet in packet.payload.prefix(4).reduce(0) { $0 << 8 | Int($1) } }
  }

  @Test("are read by their content, whatever their name", arguments: programs)
  func whole(_ program: String) throws {
    let bytes = try Self.run(program, on: Self.capture(1..<2000))
    let reading = try Reading(bytes)
    #expect(numbers(reading) == Array(1..<2000))
    #expect(reading.inputs[0].bytes == bytes.count)
    #expect(reading.inputs[0].size == bytes.count)
    #expect(reading.inputs[0].damage == nil)
    #expect(!reading.inputs[0].isTruncated)
  }

  @Test("of several members, empty ones and padding included, are one", arguments: programs)
  func members(_ program: String) throws {
    let capture = Self.capture(1..<500)
    var bytes: [UInt8] = []
    for part in [0..<10, 10..<10, 10..<31_000, 31_000..<capture.count] {
      bytes += try Self.run(program, on: Array(capture[part]))
    }
    let reading = try Reading(bytes + [UInt8](repeating: 0, count: 1000))
    #expect(numbers(reading) == Array(1..<500))
    #expect(reading.inputs[0].damage == nil)
    #expect(!reading.inputs[0].isTruncated)
  }

  @Test("come through a pipe in pieces of any size", arguments: programs, [1, 7, 4096])
  func piped(_ program: String, _ size: Int) throws {
    let bytes = try Self.run(program, on: Self.capture(1..<20))
    let pipe = Pipe()
    let writer = pipe.fileHandleForWriting
    let thread = Thread {
      for start in stride(from: 0, to: bytes.count, by: size) {
        try? writer.write(contentsOf: Data(bytes[start..<min(start + size, bytes.count)]))
      }
      try? writer.close()
    }
    thread.start()
    let reading = try Reading(paths: ["/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"])
    #expect(numbers(reading) == Array(1..<20))
    #expect(reading.inputs[0].bytes == bytes.count)
  }

  @Test("of a ring are merged by capture time")
  func rolled() throws {
    let parts = [1..<100, 100..<200, 200..<300]
    let files = try zip(Self.programs, parts).map { try Self.run($0, on: Self.capture($1)) }
    #expect(numbers(try Reading(files.reversed())) == Array(1..<300))
  }

  @Test("cut anywhere give their whole packets, and say that they were cut", arguments: programs)
  func cut(_ program: String) throws {
    // Blocks as small as can be: what is in a block that is cut is lost.
    let arguments = program == "lz4" ? ["-c", "-B4"] : ["-c"]
    let bytes = try Self.run(program, arguments, on: Self.capture(1..<1000))
    for length in [bytes.count / 3, bytes.count / 2, bytes.count - 1] {
      let reading = try Reading(Array(bytes[..<length]))
      #expect(numbers(reading) == Array(1..<reading.udp.count + 1))
      #expect(reading.inputs[0].isTruncated)
      #expect(reading.inputs[0].damage == nil)
    }
  }

  @Test("give all packets before a corrupt member, and say where it is", arguments: programs)
  func corrupt(_ program: String) throws {
    let capture = Self.capture(1..<1000)
    let half = Self.capture(1..<500).count
    let first = try Self.run(program, on: Array(capture[..<half]))
    var second = try Self.run(program, on: Array(capture[half...]))
    for index in second.count / 2..<second.count / 2 + 40 { second[index] ^= 0xA5 }
    let reading = try Reading(first + second)
    #expect(reading.udp.count >= 499)
    #expect(numbers(reading).prefix(499) == Array(1..<500)[...])
    // What deflate makes of wrong bytes may itself be no record.
    #expect(reading.inputs[0].damage != nil)
    if program != "gzip" {
      #expect(
        reading.inputs[0].damage?.hasPrefix("\(program) data are damaged before byte") == true)
    }
    #expect(reading.inputs[0].bytes >= first.count)
  }

  @Test("what follows the last member and is none is damage", arguments: programs)
  func trailing(_ program: String) throws {
    let bytes = try Self.run(program, on: Self.capture(1..<10))
    let reading = try Reading(bytes + Array("no member at all, only text".utf8))
    #expect(numbers(reading) == Array(1..<10))
    #expect(reading.inputs[0].damage != nil)
  }

  @Test("without a capture inside are refused", arguments: programs)
  func other(_ program: String) throws {
    let folder = try TemporaryFolder()
    for content in [[], Array("some text that is no capture".utf8)] {
      let path = try folder.write(Self.run(program, on: content), to: "text")
      let error = #expect(throws: CaptureError.self) { _ = try Reading(paths: [path]) }
      #expect(error?.kind == .notACapture)
      #expect(error?.reason.hasPrefix("compressed with \(program), and no pcap") == true)
    }
    // Twice compressed: whoever does that means harm.
    let twice = try Self.run(program, on: Self.run(program, on: Self.capture(1..<3)))
    let path = try folder.write(twice, to: "twice")
    #expect(throws: CaptureError.self) { _ = try Reading(paths: [path]) }
  }

  @Test("that expand to blocks without packets for ever end with what came before")
  func bomb() throws {
    var file = PcapngBytes()
    file.section()
    file.interface()
    file.packet(udpFrame(big32(1)))
    var barren = PcapngBytes()
    barren.block(0x5A5A, [UInt8](repeating: 0, count: (1 << 20) - 12))
    var bytes = try Self.run("gzip", on: file.bytes)
    let blocks = try Self.run(
      "gzip", on: Array(repeatElement(barren.bytes, count: 16).joined()))
    for _ in 0..<6 { bytes += blocks }
    #expect(bytes.count < 1 << 18)
    let reading = try Reading(bytes)
    #expect(numbers(reading) == [1])
    #expect(reading.inputs[0].damage?.hasSuffix("that expand to no packet") == true)
    #expect(reading.inputs[0].bytes < bytes.count * 5 / 6)
  }

  @Test("no wrong byte of a compressed capture makes reading trap", arguments: programs)
  func hostile(_ program: String) throws {
    let folder = try TemporaryFolder()
    let seed = try Self.run(program, on: Self.capture(1..<8, size: 40))
    for index in seed.indices {
      var bytes = seed
      bytes[index] = index % 2 == 0 ? 0xFF : ~bytes[index]
      do {
        let reading = try Reading(paths: [folder.write(bytes, to: "changed")])
        #expect(reading.udp.count <= 7)
      } catch let error as CaptureError {
        #expect(error.kind == .notACapture)
      }
    }
  }
}
