import Foundation
import TestSupport
import Testing

@Suite(
  "SIP over TLS", .waitsForOthers,
  .enabled(if: SecureTrace.canBeMade, "OpenSSL or Python is missing"))
struct SecureSignallingTests {
  /// SIP over TCP, whose SDP says that payload type 96 is PCMA.
  private static let plain = "sip-tcp.pcap"
  private static let hasEditcap = (try? Tool.run("editcap", "--version")) != nil
  private static let hasTshark = (try? Tool.run("tshark", "--version")) != nil
  private static let versions = ["1.2", "1.3"]

  /// What is told of the streams; it was a call by SIP if that could be read.
  static func streams(
    _ words: [String], in scratch: Scratch
  ) async throws -> (streams: NSArray, outcome: Outcome) {
    let outcome = try await scratch.run(["streams", "--json"] + words)
    let json = try JSONSerialization.jsonObject(with: outcome.output) as? NSDictionary
    return (try #require(json?["streams"] as? NSArray), outcome)
  }

  /// That the same is told as of the call over TCP, without a warning.
  private static func expectCall(_ words: [String], in scratch: Scratch) async throws {
    let (expected, _) = try await streams([Trace.path(plain)], in: scratch)
    let (streams, outcome) = try await streams(words, in: scratch)
    #expect(streams == expected)
    #expect(outcome.lines.isEmpty)
    #expect(outcome.status == 0)
    for stream in streams.compactMap({ $0 as? NSDictionary }) {
      #expect(stream["call_id"] as? String == "tcp-a87ff679@192.0.2.10")
      #expect(stream["from"] as? String == "sip:alice@example.org")
      let type = (stream["payload_types"] as? [NSDictionary])?.first
      #expect(type?["codec"] as? String == "PCMA")
      #expect(type?["from"] as? String == "sdp")
    }
    #expect(streams.count == 2)
  }

  @Test("--keylog opens it; the last of several that has a secret holds", arguments: versions)
  func keyLog(_ version: String) async throws {
    let scratch = try Scratch()
    let secure = try SecureTrace(Self.plain, version: version, in: scratch)
    try await Self.expectCall([secure.path, "--keylog", secure.keyLog], in: scratch)
    let other = try Scratch()
    let otherKeys = try SecureTrace(Self.plain, version: version, in: other).keyLog
    try scratch.write(Data(secure.damagedSecrets.utf8), to: "damaged")
    try await Self.expectCall(
      [
        secure.path, "--keylog", otherKeys, "--keylog", "damaged", "--keylog", secure.keyLog,
      ], in: scratch)
  }

  @Test("a key log may be a pipe")
  func pipe() async throws {
    let scratch = try Scratch()
    let secure = try SecureTrace(Self.plain, version: "1.3", in: scratch)
    let outcome = try await scratch.shell(
      "\"$0\" streams --json --keylog <(cat \"$1\") \"$2\"", secure.keyLog, secure.path)
    #expect(try Report(outcome.output).streams.map(\.callId).contains(nil) == false)
    #expect(outcome.lines.isEmpty)
  }

  @Test("segments may cut records anywhere", arguments: [1, 3, 100])
  func segments(_ size: Int) async throws {
    let scratch = try Scratch()
    let secure = try SecureTrace(Self.plain, version: "1.3", in: scratch, segment: size)
    try await Self.expectCall([secure.path, "--keylog", secure.keyLog], in: scratch)
  }

  @Test("secrets that the trace holds open it, in any place before the media", arguments: versions)
  func blocks(_ version: String) async throws {
    let scratch = try Scratch()
    let secure = try SecureTrace(Self.plain, version: version, in: scratch)
    // The third record is the ClientHello, and those from 13 on are media. Each line in a block, or all in one.
    let lines = secure.secrets.split(separator: "\n").map(String.init)
    let each = Dictionary(
      uniqueKeysWithValues: lines.enumerated().map { ($0.offset * 2, $0.element) })
    for (number, (secrets, order)) in [
      ([0: secure.secrets], Endian.little), ([12: secure.secrets], .big), (each, .little),
    ].enumerated() {
      try scratch.write(secure.trace.pcapng(secrets: secrets, order), to: "\(number).pcapng")
      try await Self.expectCall(["\(number).pcapng"], in: scratch)
    }
  }

  @Test(
    "editcap puts them there", .enabled(if: hasEditcap, "editcap is missing"), arguments: versions)
  func editcap(_ version: String) async throws {
    let scratch = try Scratch()
    let secure = try SecureTrace(Self.plain, version: version, in: scratch)
    let path = scratch.path("with.pcapng")
    try Tool.run("editcap", "--inject-secrets", "tls,\(secure.keyLog)", secure.path, path)
    try await Self.expectCall([path], in: scratch)
  }

  @Test("secrets behind all packets open it, and the audio is the same", arguments: versions)
  func late(_ version: String) async throws {
    let scratch = try Scratch()
    let secure = try SecureTrace(Self.plain, version: version, in: scratch)
    let count = secure.trace.records.count
    try scratch.write(secure.trace.pcapng(secrets: [count: secure.secrets]), to: "late.pcapng")
    #expect(try await scratch.run(Trace.path(Self.plain), "plain").status == 0)
    #expect(try await scratch.run("late.pcapng", "out").lines.isEmpty)
    let (plain, report) = (try scratch.report("plain"), try scratch.report())
    #expect(report.streams.map(\.callId) == plain.streams.map(\.callId))
    #expect(report.streams.map(\.file) == plain.streams.map(\.file))
    for file in plain.streams.compactMap(\.file) {
      #expect(try scratch.data("out/\(file)") == scratch.data("plain/\(file)"))
    }
  }

  @Test("secrets of a later file open a connection that an earlier one begins")
  func severalFiles() async throws {
    let scratch = try Scratch()
    let secure = try SecureTrace(Self.plain, version: "1.3", in: scratch)
    let trace = secure.trace
    try scratch.write(trace.with(trace.records[..<20]).data, to: "1.pcap")
    try scratch.write(
      trace.with(trace.records[20...]).pcapng(secrets: [0: secure.secrets]), to: "2.pcapng")
    try await Self.expectCall(["2.pcapng", "1.pcap"], in: scratch)
  }

  @Test(
    "what tshark exports of it describes the media of the trace itself",
    .enabled(if: hasTshark, "tshark is missing"), arguments: versions)
  func exported(_ version: String) async throws {
    let scratch = try Scratch()
    let secure = try SecureTrace(Self.plain, version: version, in: scratch)
    try Tool.run(
      "tshark", "-r", secure.path, "-o", "tls.keylog_file:\(secure.keyLog)", "-U", "OSI layer 7",
      "-w", scratch.path("pdu.pcapng"))
    try await Self.expectCall([secure.path, "pdu.pcapng"], in: scratch)
    let alone = try await scratch.run("streams", "pdu.pcapng")
    // As many messages as over TCP, though each is there twice and more.
    #expect(alone.says("7 SIP"))
  }

  @Test("a message that is missing costs no other", arguments: versions)
  func hole(_ version: String) async throws {
    let scratch = try Scratch()
    let secure = try SecureTrace(Self.plain, version: version, in: scratch)
    // The ACK, in the one segment before the media.
    let (plain, trace) = (try Trace(Self.plain), secure.trace)
    for (name, records) in [("plain", plain.records), ("secure", trace.records)] {
      let media = try #require(records.firstIndex { $0[16 + 14 + 9] == 17 })
      let rest = records[..<(media - 1)] + records[media...]
      try scratch.write(trace.with(rest).data, to: "\(name).pcap")
    }
    let (expected, _) = try await Self.streams(["plain.pcap"], in: scratch)
    let (streams, _) = try await Self.streams(
      ["secure.pcap", "--keylog", secure.keyLog], in: scratch)
    #expect(streams == expected)
  }
}
