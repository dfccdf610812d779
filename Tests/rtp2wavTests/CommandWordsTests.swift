import Foundation
import TestSupport
import Testing

@Suite("Options before a command's name", .waitsForOthers)
struct CommandWordsTests {
  /// Each command, and arguments that make it read a file which is not there.
  static let commands: [(String, [String])] = [
    ("extract", ["missing.pcap", "out"]), ("streams", ["missing.pcap"]), ("dtmf", ["missing.pcap"]),
    ("prompt", ["out.wav", "file:missing.wav"]), ("synth", ["missing.wav", "out.pcap"]),
    ("help", []),
  ]

  @Test("these are all commands there are")
  func all() async throws {
    let names = try await CommandLineSyntax.read().commands.map(\.commandName)
    #expect(names == Self.commands.map(\.0))
  }

  @Test("every option does before the name what it does behind it", arguments: commands)
  func everyOption(_ command: String, _ arguments: [String]) async throws {
    let syntax = try await CommandLineSyntax.read()
    let found = try #require(syntax.commands.first { $0.commandName == command })
    for argument in found.arguments ?? [] {
      for name in argument.names ?? [] {
        for option in Self.spellings(of: argument, name) {
          let before = try await Scratch().run(option + [command] + arguments)
          let behind = try await Scratch().run([command] + option + arguments)
          #expect(before.status == behind.status, "\(option) \(command)")
          #expect(before.text == behind.text, "\(option) \(command)")
          #expect(before.lines == behind.lines, "\(option) \(command)")
          #expect(!behind.says("Unknown option"), "\(command) \(option)")
        }
      }
    }
  }

  /// The ways to write an option.
  private static func spellings(
    of argument: CommandLineSyntax.Argument, _ name: CommandLineSyntax.Argument.Name
  ) -> [[String]] {
    guard argument.takesValue else { return [[name.word]] }
    let joined = name.kind == "long" ? "\(name.word)=\(argument.value)" : name.word + argument.value
    return [[name.word, argument.value], [joined]]
  }

  @Test(
    "letters may be bundled, and the last may take a value",
    arguments: [
      (["-qv"], false), (["-vv"], false), (["-vvq"], false), (["-i", "nowhere0"], true),
      (["-inowhere0"], true), (["-qi", "nowhere0"], true), (["-i=nowhere0"], true),
      (["-q", "-inowhere0", "-v"], true),
    ])
  func bundles(_ options: [String], _ isLive: Bool) async throws {
    let words = isLive ? [] : [Trace.path("wrap.pcap")]
    let before = try await Scratch().run(options + ["streams"] + words)
    let behind = try await Scratch().run(["streams"] + options + words)
    #expect(before.text == behind.text)
    #expect(before.lines == behind.lines)
    #expect(before.status == (isLive ? 66 : 0))
    #expect(before.says("nowhere0: no such interface") == isLive)
  }

  @Test("a value that is spelled like a command is a value")
  func value() async throws {
    let scratch = try Scratch()
    #expect(
      try await scratch.run("-q", "--name", "streams", Trace.path("wrap.pcap"), "out").status == 0)
    #expect(scratch.names("out") == ["streams.json", "streams.wav"])
    let prompt = try await scratch.run("--level", "-9", "prompt", "prompt.wav", "dtmf:1")
    #expect(prompt.status == 0, "\(prompt.lines)")
    #expect(scratch.exists("prompt.wav"))
  }

  @Test(
    "what the command does not know is told by the command that was named",
    arguments: [
      (["--bogus", "streams"], "Unknown option '--bogus'", "streams"),
      (["--name", "extract", "streams"], "Unknown option '--name'", "streams"),
      (["--explain", "streams"], "Unknown option '--explain'", "streams"),
      (["--sdp", "--json", "dtmf"], "Missing value for '--sdp", "dtmf"),
      (["--json", "trace.pcap", "dtmf", "--bogus"], "Unknown option '--bogus'", "extract"),
    ])
  func unknown(_ words: [String], _ message: String, _ command: String) async throws {
    let outcome = try await Scratch().run(words)
    #expect(outcome.status == 64)
    #expect(outcome.says(message), "\(outcome.lines)")
    #expect(outcome.lines.last == "rtp2wav: see 'rtp2wav \(command) --help'")
  }

  @Test("behind -- there are no commands")
  func terminator() async throws {
    for words in [["--", "streams", "out"], ["-q", "--", "streams", "out"]] {
      let outcome = try await Scratch().run(words)
      #expect(outcome.status == 66)
      #expect(outcome.lines == ["rtp2wav: streams: No such file or directory"])
    }
  }
}
