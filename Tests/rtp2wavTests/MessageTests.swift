import Foundation
import TestSupport
import Testing

@Suite("What is printed", .waitsForOthers)
struct MessageTests {
  private let trace = Trace.path("sip-g711.pcap")

  @Test("--json prints the document of streams.json, and nothing else", arguments: [true, false])
  func json(_ extracts: Bool) async throws {
    let scratch = try Scratch()
    let outcome =
      try await extracts
      ? scratch.run(trace, "out", "--json", "--progress", "always")
      : scratch.run("streams", trace, "--json")
    #expect(outcome.status == 0)
    let report = try Report(outcome.output)
    #expect(report.schema == "rtp2wav.streams/1")
    #expect(report.streams.map(\.ssrc) == ["0xb0b00002", "0xa11ce001"])
    #expect(report.streams.map(\.file).contains(nil) == !extracts)
    if extracts { #expect(try scratch.data("out/streams.json") == outcome.output) }
  }

  @Test("help goes to stdout and shows examples", arguments: [[], ["streams"], ["extract"]])
  func help(_ command: [String]) async throws {
    for option in ["--help", "-h"] {
      let outcome = try await Scratch().run(command + [option])
      #expect(outcome.status == 0)
      #expect(outcome.errors.isEmpty)
      #expect(outcome.text.contains("EXAMPLES\n  rtp2wav "))
      #expect(outcome.text.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }
  }

  @Test("--version is a number on stdout")
  func version() async throws {
    let outcome = try await Scratch().run("--version")
    #expect(outcome.status == 0)
    #expect(outcome.text.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    #expect(outcome.errors.isEmpty)
  }

  @Test("-q prints nothing but errors; -v says more of each stream")
  func verbosity() async throws {
    let scratch = try Scratch()
    let reset = Trace.path("reset.pcap")
    let (usual, quiet, verbose) = (
      try await scratch.run(reset, "1"), try await scratch.run(reset, "2", "-q"),
      try await scratch.run(reset, "3", "-v")
    )
    #expect(usual.text.contains("51e9a708.wav"))
    #expect(usual.lines.isEmpty)
    #expect(quiet.output.isEmpty && quiet.errors.isEmpty)
    #expect(verbose.says("0x51e9a708: 1 resets"))
    #expect(verbose.isPrefixed)
    #expect(try await scratch.run("missing.pcap", "4", "-q").lines.count == 1)
  }

  @Test("progress is on stderr only, and only where it is asked for")
  func progress() async throws {
    let scratch = try Scratch()
    let always = try await scratch.run(trace, "1", "--progress", "always")
    #expect(String(decoding: always.errors, as: UTF8.self).contains("422 packets, 2 streams"))
    #expect(always.errors.contains(UInt8(ascii: "\r")))
    #expect(!always.output.contains(UInt8(ascii: "\r")))
    #expect(always.isPrefixed)
    for choice in ["auto", "never"] {
      #expect(try await scratch.run(trace, choice, "--progress", choice).errors.isEmpty)
    }
  }

  @Test(
    "options stand before or after a command",
    arguments: [
      ["streams", "TRACE", "--json", "--ssrc", "0xa11ce001"],
      ["--json", "--ssrc", "0xa11ce001", "streams", "TRACE"],
      ["--ssrc=2703024129", "--json", "streams", "TRACE"],
      ["-q", "--host", "192.0.2.10", "--ssrc", "0xA11CE001", "streams", "--json", "TRACE"],
      [
        "--reorder-window", "1", "-vv", "--progress", "never", "--json", "streams", "TRACE",
        "--ssrc",
        "2703024129",
      ],
    ])
  func order(_ words: [String]) async throws {
    let outcome = try await Scratch().run(words.map { $0 == "TRACE" ? trace : $0 })
    #expect(outcome.status == 0, "\(outcome.lines)")
    #expect(try Report(outcome.output).streams.map(\.ssrc) == ["0xa11ce001"])
  }

  @Test("the table has the columns of tshark")
  func table() async throws {
    let outcome = try await Scratch().run("streams", trace)
    let lines = outcome.text.split(separator: "\n")
    #expect(lines.count == 3)
    let columns = [
      "Start", "Source", "Destination", "SSRC", "Payload", "Pkts", "Lost", "Max Delta",
      "Max Jitter", "Mean Jitter", "Problems",
    ]
    #expect(lines[0].split(separator: /\s{2,}/).map(String.init) == columns)
    let first = lines[1].split(separator: /\s{2,}/).prefix(7).map(String.init)
    #expect(
      first == [
        "0.653", "192.0.2.20:50000", "192.0.2.10:40000", "0xb0b00002", "PCMU", "200", "0 (0.0%)",
      ])
    #expect(lines[2].contains("209  2 (1.0%)"))
  }
}
