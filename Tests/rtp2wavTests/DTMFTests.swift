import Foundation
import TestSupport
import Testing

@Suite("rtp2wav dtmf", .waitsForOthers)
struct DTMFTests {
  /// The events of `dtmf-events.pcap` are 1234#, all of them complete.
  private let digits = Trace.path("dtmf-events.pcap")

  static let statuses: [([String], Int32)] = [
    ([], 0), (["--expect", "1234#"], 0), (["--expect", "1234"], 1),
    (["--expect-events", "1234#"], 0), (["--expect-inband", "1234#"], 1),
    (["--policy", "events"], 0), (["--policy", "inband"], 1), (["--policy", "both"], 1),
    (["--ssrc", "1"], 0), (["--ssrc", "1", "--expect", "1"], 1),
  ]

  @Test("expectations decide the status", arguments: Self.statuses)
  func expectations(options: [String], status: Int32) async throws {
    let outcome = try await Scratch().run(["dtmf", digits] + options)
    #expect(outcome.status == status)
    #expect(outcome.isPrefixed)
  }

  @Test("the text has a line for each digit and the verdict last")
  func text() async throws {
    let outcome = try await Scratch().run("dtmf", digits)
    let lines = outcome.text.split(separator: "\n").map(String.init)
    let rows = lines.filter { $0.contains("event-only") }
    #expect(rows.compactMap { $0.split(separator: " ").first } == ["1", "2", "3", "4", "#"])
    #expect(Set(rows.map(\.count)).count == 1)
    #expect(lines.last == "verdict: consistent")
  }

  @Test("--json is one document with the same verdict")
  func json() async throws {
    let outcome = try await Scratch().run("dtmf", digits, "--json")
    let document = try #require(
      try JSONSerialization.jsonObject(with: outcome.output) as? [String: Any])
    #expect(document["schema"] as? String == "rtp2wav.dtmf/1")
    #expect(document["verdict"] as? String == "consistent")
    let events = (document["streams"] as? [[String: Any]])?.first?["events"] as? [[String: Any]]
    #expect(events?.compactMap { $0["digit"] as? String } == ["1", "2", "3", "4", "#"])
    #expect(events?.first?["event"] as? Int == 1)
  }

  @Test("--junit writes a report in which a missed expectation is a failure")
  func junit() async throws {
    let scratch = try Scratch()
    #expect(
      try await scratch.run("dtmf", digits, "--expect", "9", "--junit", "junit.xml").status == 1)
    let parser = XMLCounter()
    try parser.read(scratch.data("junit.xml"))
    #expect(parser.counts["testsuite"] == 1)
    #expect(parser.counts["testcase"] == 2)
    #expect(parser.counts["failure"] == 2)
    #expect(try await scratch.run("dtmf", digits, "--junit", "missing/junit.xml").status == 73)
  }

  @Test("what is wrong with the words is status 64, on one line each")
  func usage() async throws {
    for words in [
      ["dtmf"], ["dtmf", digits, "--expect", "12x"], ["dtmf", digits, "--policy", "none"],
      ["dtmf", digits, "--tolerance", "-1"], ["dtmf", digits, "--sut", "nowhere"],
      ["dtmf", "-", "-"],
    ] {
      let outcome = try await Scratch().run(words)
      #expect(outcome.status == 64)
      #expect(outcome.isPrefixed)
    }
  }

  @Test("missing is status 66; neither a capture nor audio is 65")
  func inputs() async throws {
    let scratch = try Scratch()
    try scratch.write(Data("text".utf8), to: "text")
    #expect(try await scratch.run("dtmf", digits, "missing").status == 66)
    #expect(try await scratch.run("dtmf", "text").status == 65)
  }

  @Test("audio files, by what libsndfile knows and by name")
  func audioFiles() async throws {
    let scratch = try Scratch()
    #expect(try await scratch.run(digits, "out").status == 0)
    let name = try #require(scratch.names("out").first { $0.hasSuffix(".wav") })
    let outcome = try await scratch.run("dtmf", "out/\(name)", "--expect", "1234#")
    #expect(outcome.status == 0)
    #expect(outcome.text.hasPrefix("out/\(name), channel 0\n"))
    try scratch.write(Data(repeating: 0xff, count: 8000), to: "silence.ulaw")
    #expect(try await scratch.run("dtmf", "silence.ulaw").text == "verdict: none\n")
  }

  @Test("a trace on standard input")
  func standardInput() async throws {
    let outcome = try await Scratch().shell("cat \"$1\" | \"$0\" dtmf - --expect 1234#", digits)
    #expect(outcome.status == 0)
  }
}

/// Counts the elements of an XML document, and refuses one that is not well-formed.
private final class XMLCounter {
  private(set) var counts: [String: Int] = [:]

  func read(_ data: Data) throws {
    var open: [Substring] = []
    let text = String(decoding: data, as: UTF8.self)
    try #require(text.hasPrefix("<?xml"))
    for part in text.split(separator: "<").dropFirst() {
      let tag = part.prefix { $0 != ">" }
      if tag.hasPrefix("/") {
        try #require(open.popLast() == tag.dropFirst())
      } else {
        let name = tag.prefix { $0 != " " }
        counts[String(name), default: 0] += 1
        open.append(name)
      }
    }
    try #require(open.isEmpty)
  }
}
