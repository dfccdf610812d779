import Foundation
import TestSupport
import Testing

@Suite("The file of --junit", .waitsForOthers)
struct JUnitFileTests {
  private let digits = Trace.path("dtmf-events.pcap")

  private func kind(_ path: String) -> FileAttributeType? {
    (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType
  }

  private func isReport(_ data: Data) -> Bool {
    let text = String(decoding: data, as: UTF8.self)
    return text.hasPrefix("<?xml") && text.hasSuffix("</testsuites>\n")
  }

  @Test("replaces a report of an earlier run, and what that left behind")
  func replaced() async throws {
    let scratch = try Scratch()
    try scratch.write(Data(repeating: 0x20, count: 100_000), to: "junit.xml")
    try scratch.write(Data("half".utf8), to: "junit.xml.part")
    #expect(try await scratch.run("dtmf", digits, "-q", "--junit", "junit.xml").status == 0)
    #expect(isReport(try scratch.data("junit.xml")))
    #expect(scratch.names("") == ["junit.xml"])
  }

  @Test("is not written through a symbolic link", arguments: ["junit.xml", "junit.xml.part"])
  func link(_ name: String) async throws {
    for target in ["victim", "none"] {
      let scratch = try Scratch()
      try scratch.write(Data("precious".utf8), to: "victim")
      try scratch.makeLink(name, to: scratch.path(target))
      #expect(try await scratch.run("dtmf", digits, "-q", "--junit", "junit.xml").status == 0)
      #expect(try scratch.data("victim") == Data("precious".utf8))
      #expect(isReport(try scratch.data("junit.xml")))
      #expect(scratch.names("") == ["junit.xml", "victim"])
      #expect(kind(scratch.path("junit.xml")) == .typeRegular)
    }
  }

  @Test("that a full disk cuts is status 74, and what was there before stays", arguments: [0, 1])
  func fullDisk(_ kilobytes: Int) async throws {
    let scratch = try Scratch()
    try scratch.write(Data("earlier".utf8), to: "junit.xml")
    // The report names what was expected, which takes more than a kilobyte.
    let outcome = try await scratch.shell(
      "(ulimit -f \(kilobytes); exec \"$0\" dtmf \"$@\" -q --junit junit.xml) 2>&1 | cat; "
        + "exit ${PIPESTATUS[0]}", digits, "--expect", String(repeating: "1", count: 3000))
    #expect(outcome.status == 74)
    #expect(outcome.text == "rtp2wav: junit.xml: writing failed: File too large\n")
    #expect(try scratch.data("junit.xml") == Data("earlier".utf8))
    #expect(scratch.names("") == ["junit.xml"])
  }

  @Test("that has the name of an input is a usage error, and the input stays")
  func input() async throws {
    let scratch = try Scratch()
    let trace = try Data(contentsOf: URL(fileURLWithPath: digits))
    try scratch.write(trace, to: "trace.pcap")
    let outcome = try await scratch.run("dtmf", "trace.pcap", "--junit", "trace.pcap")
    #expect(outcome.status == 64)
    #expect(outcome.lines.contains { $0.contains("trace.pcap is an input") })
    #expect(try scratch.data("trace.pcap") == trace)
  }

  @Test("that cannot be made is status 73, with the reason")
  func impossible() async throws {
    let scratch = try Scratch()
    try scratch.makeFolder("folder")
    for (path, reason) in [
      ("missing/junit.xml", "cannot be created: No such file or directory"),
      ("folder", "is a folder"), ("/dev/null/junit.xml", "cannot be created: Not a directory"),
      ("/proc/junit.xml", "cannot be created: No such file or directory"),
      ("/dev/fd/99", "cannot be created: Bad file descriptor"),
    ] {
      let outcome = try await scratch.run("dtmf", digits, "-q", "--junit", path)
      #expect(outcome.status == 73)
      #expect(outcome.lines == ["rtp2wav: \(path): \(reason)"])
    }
    #expect(scratch.names("") == ["folder"])
    #expect(scratch.names("folder") == [])
  }

  @Test("may be standard output, as a pipe and as a file", arguments: ["/dev/stdout", "/dev/fd/1"])
  func standardOutput(_ path: String) async throws {
    let scratch = try Scratch()
    let piped = try await scratch.shell("\"$0\" dtmf \"$1\" -q --junit \"$2\" | cat", digits, path)
    #expect(isReport(piped.output))
    let plain = try await scratch.run("dtmf", digits)
    let both = try await scratch.run("dtmf", digits, "--junit", path)
    #expect(both.status == 0)
    #expect(both.output == plain.output + piped.output)
  }

  @Test("may be a pipe or a device, which stays one")
  func streams() async throws {
    let scratch = try Scratch()
    let outcome = try await scratch.shell(
      """
      mkfifo pipe && { cat pipe >got & } && "$0" dtmf "$1" -q --junit pipe && wait &&
      "$0" dtmf "$1" -q --junit >(cat >substituted) &&
      while [[ ! -s substituted ]]; do sleep 0.01; done
      """, digits)
    #expect(outcome.status == 0, "\(outcome.lines)")
    #expect(isReport(try scratch.data("got")))
    #expect(try scratch.data("substituted") == scratch.data("got"))
    #expect(scratch.names("") == ["got", "pipe", "substituted"])
    #expect(try await scratch.run("dtmf", digits, "-q", "--junit", "/dev/null").status == 0)
    #expect(kind("/dev/null") == .typeCharacterSpecial)
    let full = try await scratch.run("dtmf", digits, "-q", "--junit", "/dev/full")
    #expect(full.status == 74)
    #expect(full.lines == ["rtp2wav: /dev/full: writing failed: No space left on device"])
  }
}
