import Cryptography
import Demultiplexing
import Extraction
import RTP
import Reporting
import TLS
import TestSupport
import Testing

@Suite(
  "Media in connections of TLS", .waitsForOthers,
  .enabled(
    if: SecureTrace.canBeMade && Libgcrypt.isThere, "OpenSSL, Python or libgcrypt is missing"))
struct SecureConnectionTests {
  /// A trace, the port of its connections, and what its packets come through without TLS.
  private static let traces: [(String, Int, [String])] = [
    ("rtsp", 554, ["rtsp"]), ("framed", 5000, ["tcp"]), ("turn-tcp", 3478, ["tcp", "turn"]),
  ]

  private static func keyLog(_ text: String) -> KeyLog {
    var keyLog = KeyLog()
    keyLog.append(Array(text.utf8).span)
    keyLog.endText()
    return keyLog
  }

  @Test("packets come out of them as out of TCP in clear", arguments: traces)
  func media(_ name: String, _ port: Int, _ through: [String]) throws {
    let folder = try TemporaryFolder()
    let fixture = "connections/\(name).pcap"
    let secure = try SecureTrace(fixture, version: "1.3", in: folder, port: port)
    var options = ExtractionOptions()
    options.demultiplexing.keyLog = Self.keyLog(secure.secrets)
    let plain = try Run([Trace.path(fixture)])
    let run = try Run([secure.path], options)
    #expect(plain.report.streams.first?.through == through)
    #expect(run.report.streams.map(\.key.ssrc) == plain.report.streams.map(\.key.ssrc))
    #expect(run.report.streams.map(\.packets) == plain.report.streams.map(\.packets))
    for stream in run.report.streams {
      #expect(stream.through.contains("tls"))
      #expect(stream.through.filter { $0 != "tls" } == through)
    }
    for file in plain.report.streams.compactMap({ $0.file?.name }) {
      #expect(try run.audio(file).samples == plain.audio(file).samples)
    }
  }

  @Test("packets that secrets open at the end are heard, too")
  func late() throws {
    let folder = try TemporaryFolder()
    let secure = try SecureTrace("connections/rtsp.pcap", version: "1.2", in: folder, port: 554)
    let trace = secure.trace
    let path = try folder.write(
      trace.pcapng(secrets: [trace.records.count: secure.secrets]), to: "late.pcapng")
    let plain = try Run([Trace.path("connections/rtsp.pcap")])
    let run = try Run([path])
    #expect(run.names == plain.names)
    #expect(try run.audio("00070ae1.wav").samples == plain.audio("00070ae1.wav").samples)
  }
}
