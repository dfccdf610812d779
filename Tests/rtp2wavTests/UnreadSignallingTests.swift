import Foundation
import TestSupport
import Testing

@Suite(
  "TLS that cannot be read", .waitsForOthers,
  .enabled(if: SecureTrace.canBeMade, "OpenSSL or Python is missing"))
struct UnreadSignallingTests {
  /// SIP over TCP, whose SDP says that payload type 96 is PCMA.
  private static let plain = "sip-tcp.pcap"
  private static let versions = ["1.2", "1.3"]
  /// The secret of another handshake.
  private static let other =
    "CLIENT_RANDOM \(String(repeating: "0", count: 64)) \(String(repeating: "0", count: 96))"

  @Test("what cannot be read is one line, which says where and why", arguments: versions)
  func unread(_ version: String) async throws {
    let scratch = try Scratch()
    let secure = try SecureTrace(Self.plain, version: version, in: scratch)
    let trace = secure.trace
    let server = "SIP over TLS on 192.0.2.20:5061 could not be read"
    try scratch.write(Data(secure.damagedSecrets.utf8), to: "damaged")
    try scratch.write(Data(Self.other.utf8), to: "other")
    // From the client's second flight on; and all but the server's first.
    try scratch.write(trace.with(trace.records[4...]).data, to: "begun.pcap")
    try scratch.write(trace.with(trace.records[..<3] + trace.records[4...]).data, to: "cut.pcap")
    for (words, reason) in [
      ([secure.path], "pass the secrets of its handshakes with --keylog FILE (SSLKEYLOGFILE)"),
      ([secure.path, "--keylog", "other"], "the key log holds no secret of this handshake"),
      ([secure.path, "--keylog", "damaged"], "the key log's secret does not open it"),
      (["begun.pcap", "--keylog", secure.keyLog], "the handshake is not in the trace"),
      (["cut.pcap", "--keylog", secure.keyLog], "the handshake is not in the trace"),
    ] {
      let outcome = try await scratch.run(["streams"] + words)
      let lines = outcome.lines.filter { $0.contains("TLS") }
      #expect(lines == ["rtp2wav: \(server): \(reason)"])
      #expect(outcome.isPrefixed)
      let json = try await scratch.run(["streams", "--json"] + words)
      #expect(try Report(json.output).warnings.contains("\(server): \(reason)"))
      for secret in secure.endsOfSecrets {
        for text in [outcome.output, outcome.errors, json.output, json.errors] {
          #expect(!String(decoding: text, as: UTF8.self).lowercased().contains(secret))
        }
      }
    }
  }

  @Test("connections of others are told only where someone gave secrets")
  func strangers() async throws {
    let scratch = try Scratch()
    let secure = try SecureTrace(Self.plain, version: "1.3", in: scratch)
    let trace = secure.trace
    // To port 443 in place of 5061.
    let records = trace.records.map { record in
      var record = record
      for place in [50, 52] where record[39] == 6 && record[place..<place + 2] == [0x13, 0xC5] {
        record.replaceSubrange(place..<place + 2, with: [0x01, 0xBB])
      }
      return record
    }
    try scratch.write(trace.with(records).data, to: "443.pcap")
    try scratch.write(Data(Self.other.utf8), to: "other")
    let silent = try await scratch.run("streams", "443.pcap")
    #expect(!silent.says("TLS"))
    let told = try await scratch.run("streams", "443.pcap", "--keylog", "other")
    #expect(
      told.lines.filter { $0.contains("TLS") } == [
        "rtp2wav: TLS on 192.0.2.20:443 could not be read: the key log holds no secret of this handshake"
      ])
    // The server speaks first in what is left.
    try scratch.write(trace.with(records[5...]).data, to: "begun.pcap")
    let begun = try await scratch.run("streams", "begun.pcap", "--keylog", secure.keyLog)
    #expect(
      begun.lines.filter { $0.contains("TLS") } == [
        "rtp2wav: TLS on 192.0.2.20:443 could not be read: the handshake is not in the trace"
      ])
    // It is SIP all the same, if it can be read.
    let (streams, _) = try await SecureSignallingTests.streams(
      ["443.pcap", "--keylog", secure.keyLog], in: scratch)
    #expect(
      streams
        == (try await SecureSignallingTests.streams([Trace.path(Self.plain)], in: scratch)).streams)
  }

  @Test("a key log that is missing is status 66; one without secrets is a warning")
  func files() async throws {
    let scratch = try Scratch()
    try scratch.write(Data("# no secret\nhello\n".utf8), to: "empty")
    for command in [
      ["extract", Trace.path(Self.plain), "out"], ["streams", Trace.path(Self.plain)],
      ["dtmf", Trace.path(Self.plain)],
    ] {
      for path in ["missing.txt", "."] {
        let missing = try await scratch.run(command + ["--keylog", path])
        #expect(missing.status == 66)
        #expect(missing.says("\(path): "))
        #expect(missing.lines.count == 1)
        #expect(!scratch.exists("out"))
      }
    }
    let words = ["streams", Trace.path(Self.plain), "--keylog", "empty"]
    let empty = try await scratch.run(words)
    #expect(empty.status == 0)
    #expect(empty.lines.count == 1)
    #expect(empty.says("empty: holds no secret of a handshake"))
    #expect(try await scratch.run(words + ["-q"]).errors.isEmpty)
  }
}
