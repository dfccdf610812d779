import Foundation
import TestSupport
import Testing

@Suite("Completion by the shell", .waitsForOthers)
struct CompletionTests {
  /// What a value is called that is a path.
  private static let paths: Set = ["path", "trace", "input", "file", "in", "out", "out.pcap"]
  /// What a value is called that nobody but the user can know.
  private static let free: Set = [
    "address", "address:port", "count", "db", "dbm0", "digits", "digits@time", "expression", "hz",
    "[ssrc=][suite:]key", "id", "mapping", "ms", "n", "name@time", "number", "packets",
    "parameters", "percent", "ppm",
    "seconds", "segment", "segment@time", "template", "time",
  ]

  @Test("every argument and option that takes a path completes files, all others what they take")
  func kinds() async throws {
    for command in try await CommandLineSyntax.read().commands where command.commandName != "help" {
      for argument in command.arguments ?? [] where argument.kind != "flag" {
        let name = try #require(argument.valueName)
        let place = "\(command.commandName) \(argument.names?.last?.word ?? ""): \(name)"
        switch argument.completionKind {
        case .file, .directory: #expect(Self.paths.contains(name), "\(place)")
        case .list(let values): #expect(!values.isEmpty, "\(place)")
        case .custom: #expect(argument.names?.last?.name == "interface", "\(place)")
        case nil: #expect(Self.free.contains(name), "\(place)")
        }
      }
    }
  }

  @Test(
    "the choices that the help tells in a sentence are those that are taken",
    arguments: ["gaps", "align", "layout"])
  func choices(_ option: String) async throws {
    let extract = try await CommandLineSyntax.read().commands.first
    let argument = extract?.arguments?.first { $0.names?.last?.name == option }
    guard case .list(let values) = argument?.completionKind else {
      Issue.record("--\(option) has no list")
      return
    }
    for value in values {
      let scratch = try Scratch()
      let outcome = try await scratch.run(Trace.path("wrap.pcap"), "out", "--\(option)", value)
      #expect(outcome.status == 0)
    }
  }

  /// A line up to the cursor, and its words when TAB was pressed there.
  static let lines: [(String, [String])] = [
    ("rtp2wav trace.", ["trace.pcap"]),
    ("rtp2wav extract trace.", ["extract", "trace.pcap"]),
    ("rtp2wav streams trace.", ["streams", "trace.pcap"]),
    ("rtp2wav dtmf trace.", ["dtmf", "trace.pcap"]),
    ("rtp2wav prompt audio.", ["prompt", "audio.wav"]),
    ("rtp2wav synth audio.", ["synth", "audio.wav"]),
    ("rtp2wav synth audio.wav trace.", ["synth", "audio.wav", "trace.pcap"]),
    ("rtp2wav two", ["two words.pcap"]),
    ("rtp2wav streams two", ["streams", "two words.pcap"]),
    ("rtp2wav trace.pcap fol", ["trace.pcap", "folder"]),
    ("rtp2wav folder/inn", ["folder/inner.pcap"]),
    ("rtp2wav stre", ["streams"]),
    ("rtp2wav trace.pcap stre", ["trace.pcap", "stre"]),
    ("rtp2wav -q stre", ["-q", "streams"]),
    ("rtp2wav -q streams trace.", ["-q", "streams", "trace.pcap"]),
    ("rtp2wav --name streams trace.", ["--name", "streams", "trace.pcap"]),
    ("rtp2wav --name stre", ["--name", "stre"]),
    ("rtp2wav --mark", ["--markers"]),
    ("rtp2wav trace.pcap folder --mark", ["trace.pcap", "folder", "--markers"]),
    ("rtp2wav --expl", ["--expl"]),
    ("rtp2wav --json dtmf --expl", ["--json", "dtmf", "--explain"]),
    ("rtp2wav --layout ca", ["--layout", "call"]),
    ("rtp2wav --format w6", ["--format", "w64"]),
    ("rtp2wav streams --color al", ["streams", "--color", "always"]),
    ("rtp2wav --sdp session.", ["--sdp", "session.sdp"]),
    ("rtp2wav dtmf --junit jun", ["dtmf", "--junit", "junit.xml"]),
    ("rtp2wav synth --codec op", ["synth", "--codec", "opus"]),
    ("rtp2wav synth --fault end-m", ["synth", "--fault", "end-missing"]),
    ("rtp2wav synth --reverse audio.", ["synth", "--reverse", "audio.wav"]),
    ("./rtp2wav streams trace.", ["streams", "trace.pcap"]),
  ]

  /// A shell, and how it is started interactively with nothing but the completions.
  static let shells = [
    ("bash", "bash --noprofile --rcfile rtp2wav.bash -i"),
    ("zsh", "ZDOTDIR=. zsh -d -i"),
    ("fish", "fish --no-config --init-command 'source rtp2wav.fish' -i"),
  ].filter { shell in
    let isHere = ["/usr/bin", "/bin", "/usr/local/bin"].contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(shell.0)")
    }
    if !isHere { print("Completion by \(shell.0) is not tested: it is not installed.") }
    return isHere
  }

  @Test(
    "TAB completes files, options and commands, with a command's name and without",
    arguments: shells)
  func press(_ shell: String, _ start: String) async throws {
    let scratch = try Scratch()
    for name in ["trace.pcap", "two words.pcap", "audio.wav", "session.sdp", "junit.xml"] {
      try scratch.write(Data(), to: name)
    }
    try scratch.makeFolder("folder")
    try scratch.write(Data(), to: "folder/inner.pcap")
    try scratch.makeLink("rtp2wav", to: Scratch.program)
    var lines = Self.lines
    if try await scratch.run("-D").text.contains(" any") {
      lines.append(("rtp2wav streams -i an", ["streams", "-i", "any"]))
      lines.append(("rtp2wav --interface an", ["--interface", "any"]))
    }
    // A TAB; then, from the line's start and end, it becomes a command that tells its words.
    let keys = lines.map { "\($0.0)\t\u{1}printf '<%s>' \u{5} >>told; echo >>told\n" }
    try scratch.write(Data((keys.joined() + "exit\n").utf8), to: "keys")
    try scratch.write(
      Data("fpath=($PWD/functions $fpath); autoload -U compinit; compinit -u -d dump\n".utf8),
      to: ".zshrc")
    try scratch.makeFolder("functions")
    let outcome = try await scratch.shell(
      """
      export PATH="$PWD:$PATH" TERM=xterm HOME="$PWD" HISTFILE=
      for shell in bash zsh fish; do
        "$0" --generate-completion-script $shell >rtp2wav.$shell || exit
      done
      cp rtp2wav.zsh functions/_rtp2wav
      timeout 60 script -qec "$1" /dev/null <keys >screen
      """, start)
    #expect(outcome.status == 0, "\(outcome.lines)")
    let told = String(decoding: try scratch.data("told"), as: UTF8.self).split(separator: "\n")
    #expect(told.count == lines.count)
    for ((line, words), told) in zip(lines, told) {
      // Which shell puts a slash behind a folder is its own affair.
      let found = told.replacing("/>", with: ">").split(separator: "><").dropFirst().joined(
        separator: "><")
      #expect(found == words.joined(separator: "><") + ">", "\(shell): \(line)")
    }
  }
}
