import Foundation
import TestSupport
import Testing

@Suite("Colours", .waitsForOthers)
struct ColorTests {
  private static let (red, green, yellow) = ("\u{1b}[31m", "\u{1b}[32m", "\u{1b}[33m")
  private static let end = "\u{1b}[0m"
  private static let call = Trace.path("sip-g711.pcap")
  private static let digits = Trace.path("dtmf-events.pcap")

  /// Command lines, and what of their text is coloured.
  static let texts: [([String], [String])] = [
    (["streams", call], ["\(yellow)2 (1.0%)\(end)"]),
    (["streams", Trace.path("reset.pcap"), "--rtpmap", "8=EVS/16000"], ["\(red)X\(end)"]),
    ([Trace.path("srtp-unsignalled.pcap"), "out"], ["\(red)-\(end)"]),
    (
      ["dtmf", digits], ["\n  \(green)consistent\(end)\n", "\nverdict: \(green)consistent\(end)\n"]
    ),
    (
      ["dtmf", digits, "--expect", "9"],
      [
        "\n  \(red)inconsistent: events 1234#, expected 9\(end)\n",
        "\n\(red)no stream carries 9\(end)\n", "\nverdict: \(red)inconsistent\(end)\n",
      ]
    ),
  ]

  @Test("verdicts, problems and losses have them on request, also in a pipe", arguments: texts)
  func always(_ words: [String], _ coloured: [String]) async throws {
    let outcome = try await Scratch().run(words + ["--color", "always"])
    for text in coloured { #expect(outcome.text.contains(text), "\(outcome.text)") }
    #expect(outcome.isPrefixed)
  }

  @Test("they move no column: without them the text is what a pipe gets", arguments: texts)
  func alignment(_ words: [String], _: [String]) async throws {
    let (coloured, plain) = (
      try await Scratch().run(words + ["--color", "always"]), try await Scratch().run(words)
    )
    #expect(coloured.text != plain.text)
    #expect(coloured.text.withoutColor == plain.text)
    #expect(coloured.status == plain.status)
    #expect(!plain.text.contains("\u{1b}"))
  }

  @Test("findings are red or yellow, and so is a digit that something is wrong with")
  func findings() async throws {
    let scratch = try Scratch()
    let made = try await scratch.run(
      "synth", "silence:3s", "bad.pcap", "--dtmf", "12@1s", "--fault", "end-missing@1", "--fault",
      "marker-missing@2")
    #expect(made.status == 0)
    let events = try await scratch.run("dtmf", "bad.pcap", "--color", "always")
    #expect(events.text.contains("\n  \(Self.red)error\(Self.end): packet "))
    #expect(events.text.contains("\n  \(Self.yellow)warning\(Self.end): packet "))
    // The tone stays in the audio for the whole of its event: the two agree.
    let both = try await scratch.run(
      "synth", "silence:3s", "both.pcap", "--dtmf", "1@1s", "--dtmf-by", "both")
    #expect(both.status == 0)
    let agreed = try await scratch.run("dtmf", "both.pcap", "--color", "always")
    #expect(agreed.text.contains("\(Self.green)agree\(Self.end)"), "\(agreed.text)")
  }

  @Test("JSON and JUnit have none, whatever is asked for")
  func documents() async throws {
    let scratch = try Scratch()
    for words in [["streams", Self.call], ["dtmf", Self.digits], [Self.call, "out"]] {
      let outcome = try await scratch.run(words + ["--json", "--color", "always"])
      #expect(!outcome.text.isEmpty)
      #expect(!outcome.text.contains("\u{1b}"))
    }
    _ = try await scratch.run(
      "dtmf", Self.digits, "--expect", "9", "--junit", "junit.xml", "--color", "always")
    #expect(try !scratch.data("junit.xml").contains(0x1b))
    #expect(try !scratch.data("out/streams.json").contains(0x1b))
  }

  private static let script = "/usr/bin/script"

  // https://no-color.org: any value but an empty one counts, and what the user asks for wins.
  @Test(
    "a terminal gets them, but not with NO_COLOR or where it is dumb",
    .enabled(if: FileManager.default.isExecutableFile(atPath: script)),
    arguments: [
      ("NO_COLOR= TERM=xterm", "", true), ("NO_COLOR=0 TERM=xterm", "", false),
      ("NO_COLOR= TERM=dumb", "", false), ("NO_COLOR= TERM=", "", false),
      ("NO_COLOR=1 TERM=xterm", "--color always", true),
      ("NO_COLOR= TERM=dumb", "--color always", true),
      ("NO_COLOR= TERM=xterm", "--color never", false),
    ])
  func terminal(_ environment: String, _ option: String, _ isColoured: Bool) async throws {
    let outcome = try await Scratch().shell(
      "\(environment) \(Self.script) -qec \"'$0' streams '$1' \(option)\" /dev/null", Self.call)
    #expect(outcome.text.contains("2 (1.0%)"))
    #expect(outcome.text.contains("\u{1b}") == isColoured)
  }
}

extension String {
  /// The text without the colours that the program gives; any other sequence stays.
  var withoutColor: String { replacing(/\u{1b}\[(0|31|32|33)m/, with: "") }
}
