import Cryptography
import Demultiplexing
import Extraction
import Reporting
import TLS
import TestSupport
import Testing

@Suite(
  "Hostile traces with TLS", .waitsForOthers,
  .enabled(
    if: SecureTrace.canBeMade && Libgcrypt.isThere, "OpenSSL, Python or libgcrypt is missing"))
struct HostileSecurityTests {
  private static func mutate(_ bytes: inout [UInt8], _ random: inout Randomness) {
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      let place = Int.random(in: 24..<bytes.count, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
      case 1: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
      case 2: bytes[place] = [0, 1, 0x7F, 0xFF].randomElement(using: &random) ?? 0
      case 3: bytes.remove(at: place)
      default: bytes.insert(bytes[place], at: place)
      }
    }
  }

  /// Lists the streams of a trace; nil where it is no capture.
  private static func calls(of path: String, _ keyLog: KeyLog) throws -> Int? {
    var options = ExtractionOptions()
    options.demultiplexing.keyLog = keyLog
    do throws(ExtractionError) {
      let extraction = try Extraction(inputs: [path], output: nil, options: options)
      return extraction.run { _ in }.report.calls.count
    } catch {
      guard case .input = error else { throw error }
      return nil
    }
  }

  @Test(
    "mutated records of TLS, blocks with secrets and exports do no harm", arguments: ["1.2", "1.3"])
  func mutated(_ version: String) throws {
    let folder = try TemporaryFolder()
    let secure = try SecureTrace("sip-tcp.pcap", version: version, in: folder)
    var keyLog = KeyLog()
    keyLog.append(Array(secure.secrets.utf8).span)
    keyLog.endText()
    // What TLS carries, without most of the media.
    let trace = secure.trace
    let short = trace.with(trace.records.filter { $0[39] == 6 })
    let messages = try Trace("sip-tcp.pcap").records.filter { $0[39] == 6 && $0.count > 70 }
    var exports = PcapBytes(linkType: 252)
    for (index, message) in messages.enumerated() {
      for name in ["sip.tcp", "sip", "sip"] {
        exports.add(exportedPDU(name, Array(message[70...]), isReturned: index > 5), seconds: index)
      }
    }
    let seeds: [[UInt8]] = [
      [UInt8](short.data), [UInt8](short.pcapng(secrets: [0: secure.secrets])),
      [UInt8](short.pcapng(secrets: [5: secure.secrets, short.records.count: secure.secrets])),
      exports.bytes,
    ]
    var random = Randomness(seed: 8446)
    var (read, readable) = (0, 0)
    for round in 0..<1200 {
      var bytes = seeds[round % seeds.count]
      if round >= seeds.count { Self.mutate(&bytes, &random) }
      let path = try folder.write(bytes, to: "mutated")
      let calls = try Self.calls(of: path, round % seeds.count == 0 ? keyLog : KeyLog())
      if round < seeds.count { #expect(calls == 1) }
      readable += calls == nil ? 0 : 1
      read += calls ?? 0
    }
    // Else the test would show nothing.
    #expect(readable > 1000)
    #expect(read > 300)
    #expect(read < readable)
  }

  @Test("reasons without end are told in few lines")
  func reasons() throws {
    // Connections by as many cipher suites as there are numbers for.
    let hello: (UInt8, [UInt8]) -> [UInt8] = { type, rest in
      let body = [3, 3] + [UInt8](repeating: 7, count: 32) + [0] + rest
      return [0x16, 3, 3, 0, UInt8(body.count + 4), type, 0, 0, UInt8(body.count)] + body
    }
    var file = PcapBytes()
    for number in 0..<200 {
      let client = hello(1, [0, 2, 0x13, 1, 1, 0])
      let server = hello(2, [0xEE, UInt8(number), 0]) + [0x14, 3, 3, 0, 1, 1]
      for (isReturned, flight) in [
        (false, client), (true, server), (false, [0x14, 3, 3, 0, 1, 1]),
      ] {
        let ports = isReturned ? [5061, 4000 + number] : [4000 + number, 5061]
        let sequence = !isReturned && flight.count < 10 ? 1 + client.count : 1
        let segment =
          big16(ports[0]) + big16(ports[1]) + big32(sequence) + big32(0)
          + [0x50, 0x18, 0xFF, 0xFF, 0, 0, 0, 0] + flight
        file.add(
          ethernet(
            ipv4(segment, protocol: 6, sender: isReturned ? 2 : 1, receiver: isReturned ? 1 : 2)))
      }
    }
    let folder = try TemporaryFolder()
    let run = try Run([folder.write(file.bytes, to: "suites")])
    let lines = run.report.warnings.filter { $0.contains("SIP over TLS") }
    #expect(lines.count == 17)
    #expect(lines.contains { $0.contains("cipher suite 0xEE00 is not read") })
    #expect(
      lines.contains {
        $0
          == "SIP over TLS on 10.0.0.2:5061 (184 connections) could not be read: for several reasons"
      })
  }
}
