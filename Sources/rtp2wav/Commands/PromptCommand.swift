import ArgumentParser
import FoundationEssentials
import Synthesis

/// `rtp2wav prompt`: audio made of tones, digits, silence, noise and other files.
struct PromptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prompt",
    abstract: "Write an audio prompt: tones, DTMF, silence, noise, other files.",
    usage: """
      rtp2wav prompt OUT SEGMENT... [options]
      rtp2wav prompt @SCRIPT [options]        # a prompt a line: OUT SEGMENT... [options]
      """,
    discussion: """
      SEGMENTS, in order
        dtmf:1234#[,on=100ms][,off=100ms][,level=-9][,twist=2]
        silence:500ms
        tone:440+480,for=2s[,level=-19]
        signal:dial|ringback|busy|congestion[,zone=us|uk|fr|de|it|es|au|jp][,for=8s][,level=-19]
        signal:cng|ced|ansam|sit|milliwatt[,for=5s][,level=-12]
        noise:white|pink|speech,for=1s[,level=-40]
        sweep:300-3400,for=2s[,level=-19][,course=linear|log]
        file:hello.wav[,from=1s][,for=2s][,gain=-3dB]
      Levels are in dBm0 (a full-scale sine has +3.14), of each tone; the low tone of a digit has
      the level, the high one is louder by the twist. All but dtmf and silence take fade=20ms,
      fadein= and fadeout=.

      EXAMPLES
        rtp2wav prompt digits.wav silence:1s dtmf:1234#,on=80ms,off=80ms silence:1s
        rtp2wav prompt busy.ulaw signal:busy,zone=uk,for=6s
        rtp2wav prompt menu.sln16 file:welcome.wav silence:300ms file:press-one.wav
        rtp2wav prompt hold.g722 file:music.flac --mix file:please-hold.wav@3s --duck -15dB
        rtp2wav prompt @prompts.txt --overwrite
      """)

  @Argument(
    help: ArgumentHelp(
      "The file to write, .wav .flac .ulaw .alaw .g722 .sln or .sln16, or @ and a script.",
      valueName: "out"),
    completion: .file())
  var output: String

  @Argument(help: ArgumentHelp("What it holds, in order.", valueName: "segment"))
  var segments: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Samples a second; 8000 unless the format wants another.", valueName: "hz"),
    transform: numeric("4000 to 192000 Hz"))
  var rate: Int?

  @Option(help: "The format, where the name does not tell.")
  var format: PromptFormat?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The level of segments that have none of their own.", valueName: "dbm0"))
  var level: String?

  @Option(
    help: ArgumentHelp(
      "A segment laid over what is there: file:hello.wav@2.5s (repeatable).",
      valueName: "segment@time"))
  var mix: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The gain of what lies under a mixed segment: -20dB.", valueName: "db"))
  var duck: String?

  @Flag(help: "Replace files that exist.")
  var overwrite = false

  func run() throws {
    try SynthesisFailure.leaving {
      let files = output.hasPrefix("@") ? try script() : [try file()]
      for file in files { try file.checkOutput() }
      for file in files { try file.write() }
    }
  }

  /// The file that the arguments describe.
  private func file() throws -> PromptFile {
    guard !segments.isEmpty || !mix.isEmpty else {
      throw ValidationError("missing SEGMENT: rtp2wav prompt OUT SEGMENT...")
    }
    var duckGain = 0.0
    if let duck {
      guard let gain = Quantity.decibels(duck), (-99...0).contains(gain) else {
        throw ValidationError("--duck takes 0 dB or less, such as -20dB, not '\(duck)'")
      }
      guard !mix.isEmpty else { throw ValidationError("--duck is for what --mix lies on") }
      duckGain = gain
    }
    var usual: Double?
    if let level {
      guard let value = Quantity.decibels(level), (-99...3.14).contains(value) else {
        throw ValidationError("--level takes -99 to +3.14 dBm0, not '\(level)'")
      }
      usual = value
    }
    let prompt = Prompt(
      try segments.map { try PromptSegment(parsing: $0) },
      overlays: try mix.map { try Prompt.Overlay(parsing: $0) }, duck: duckGain, level: usual)
    return try PromptFile(
      output, prompt, format: format, sampleRate: rate, overwrites: overwrite)
  }

  /// The files of a script, whose lines are the arguments of a prompt each; options given beside the
  /// script count where a line has none.
  private func script() throws -> [PromptFile] {
    let path = String(output.dropFirst())
    guard segments.isEmpty, mix.isEmpty else {
      throw ValidationError("a script (\(output)) takes no segments beside it")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw SynthesisError.input("\(path): cannot be read")
    }
    var usual: [String] = overwrite ? ["--overwrite"] : []
    if let rate { usual.append("--rate=\(rate)") }
    if let format { usual.append("--format=\(format.rawValue)") }
    if let level { usual.append("--level=\(level)") }
    var files: [PromptFile] = []
    var paths: Set<String> = []
    for (index, line) in String(decoding: data, as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline
    ).enumerated() {
      do {
        let words = try ShellWords.split(line)
        guard !words.isEmpty else { continue }
        let command = try PromptCommand.parse(usual + words)
        guard !command.output.hasPrefix("@") else {
          throw ValidationError("a script cannot call another")
        }
        let file = try command.file()
        guard paths.insert(file.path).inserted else {
          throw ValidationError("\(file.path) is written twice")
        }
        files.append(file)
      } catch {
        let text = (error as? SynthesisError)?.description ?? Self.message(for: error)
        throw ValidationError("\(path), line \(index + 1): \(text)")
      }
    }
    guard !files.isEmpty else { throw ValidationError("\(path) has no prompts") }
    return files
  }
}

extension PromptFormat: ExpressibleByArgument {}
