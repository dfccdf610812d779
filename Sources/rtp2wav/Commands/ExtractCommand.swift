import ArgumentParser
import Demultiplexing
import Extraction
import FoundationEssentials
import Playout
import Reporting
import SoundFile

/// `rtp2wav extract`, the main job: one audio file per RTP stream.
struct ExtractCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "extract",
    abstract: "Write one audio file per RTP stream, and streams.json (the main job).",
    usage: "rtp2wav [extract] TRACE... OUTDIR [options]",
    discussion: """
      EXAMPLES
        rtp2wav trace.pcap out/
        rtp2wav trace.pcap out/ --ssrc 0x1a2b3c4d --rate 16000
        rtp2wav a.pcap b.pcap out/ --layout call --format flac
      """)

  @Argument(
    help: ArgumentHelp(
      "Capture files (pcap, pcapng) or - for standard input; the output folder last.",
      valueName: "path"),
    completion: .file())
  var paths: [String] = []

  @OptionGroup var common: CommonOptions

  @Option(help: "The kind of the files.")
  var format = SoundFileFormat.Container.wav

  @Option(help: "How the files hold samples.")
  var subtype = SoundFileFormat.Subtype.pcm16

  @Option(help: "What fills gaps; conceal: the codec's loss concealment, close: nothing.")
  var gaps = PlayoutOptions.GapFill.silence

  @Option(
    help: "What files start with; trace, call: placed by RTCP where it tells, else capture time.")
  var align = ExtractionOptions.Alignment.stream

  @Option(
    help: """
      What places audio: its RTP timestamps; capture time where it pauses and they do not step; sequence numbers \
      alone (Wireshark: uninterrupted). First choice rtp; capture where files are aligned or share a call.
      """)
  var timeline: TimelineMode?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The longest stretch of silence that is made up; first choice 4h.", valueName: "time"))
  var maxSilence: TimeOption?

  @Option(help: "ssrc: a file per stream; call: a stereo file per call, the caller left.")
  var layout = ExtractionOptions.Layout.ssrc

  @Option(help: "Telephone-event digits: rendered as tones, or ignored.")
  var events = Events.render

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Write what a receiver with so long a jitter buffer would have heard.", valueName: "ms"))
  var jitterBuffer: Double?

  @Flag(help: "Look for in-band digits, for dtmf.inband of the report.")
  var detect = false

  @Flag(help: "Write a label track per file (NAME.txt), and cue points into WAVs.")
  var markers = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Sample rate of the files in Hz; without it each codec's own.", valueName: "hz"))
  var rate: Int?

  @Option(
    help: ArgumentHelp(
      "File names: {ssrc} {codec} {src} {dst} {call} {start} {n}.", valueName: "template"))
  var name: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Threads that decode, the reader's among them; without it one per processor.",
      valueName: "count"))
  var jobs: Int?

  @Flag(help: "Replace the files of an earlier run.")
  var overwrite = false

  enum Events: String, ExpressibleByArgument, CaseIterable { case render, ignore }

  private func validate(_ traces: [String]) throws {
    if common.interface == nil { try Inputs.suggestCommand(for: paths.first) }
    guard !traces.isEmpty || (common.interface != nil && !paths.isEmpty) else {
      if let interface = common.interface {
        throw ValidationError("missing OUTDIR: rtp2wav -i \(interface) OUTDIR")
      }
      throw ValidationError(
        paths.isEmpty
          ? "missing TRACE and OUTDIR: rtp2wav TRACE... OUTDIR"
          : "missing OUTDIR: rtp2wav \(paths[0]) OUTDIR")
    }
    try Inputs.validateOutput(paths[paths.count - 1])
    try Inputs.validate(traces, interface: common.interface)
    guard SoundFileFormat.isPossible(format, subtype) else {
      throw ValidationError("a \(format.rawValue) file cannot hold \(subtype.rawValue) audio")
    }
    guard rate.map({ (4000...192_000).contains($0) }) ?? true else {
      throw ValidationError("--rate takes 4000 to 192000 Hz")
    }
    guard jobs.map({ (1...256).contains($0) }) ?? true else {
      throw ValidationError("--jobs takes 1 to 256")
    }
    guard jitterBuffer.map({ (0...1000).contains($0) }) ?? true else {
      throw ValidationError("--jitter-buffer takes 0 to 1000 ms")
    }
    if let name, let field = FileNameTemplate.unknownField(in: name) {
      throw ValidationError(
        "--name does not know {\(field)}; it knows "
          + FileNameTemplate.fields.map { "{\($0)}" }.joined(separator: " "))
    }
  }

  func run() throws {
    if common.listInterfaces { return try InterfaceList.print(asJSON: common.json) }
    let traces = Array(paths.dropLast())
    try validate(traces)
    var options = try common.options()
    options.container = format
    options.subtype = subtype
    options.playout.gapFill = gaps
    options.playout.sampleRate = rate
    options.playout.rendersEvents = events == .render
    options.playout.detectsDigits = detect
    options.writesMarkers = markers
    options.demultiplexing.jitterBuffer = jitterBuffer.map { $0 / 1000 }
    options.alignment = align
    options.layout = layout
    options.timeline = timeline
    if let maxSilence { options.playout.longestSilence = maxSilence.nanoseconds }
    options.nameTemplate = name
    options.jobs = jobs ?? ProcessInfo.processInfo.activeProcessorCount
    options.overwrites = overwrite
    let outcome = try Job.run(
      inputs: traces, output: paths[paths.count - 1], options: options, common: common)
    let report = outcome.report
    try Job.answer(report, showsFiles: true, isQuiet: common.quiet, common: common)
    let hasAudio = report.streams.contains { $0.file != nil }
    try Job.finish(outcome, hasResult: hasAudio, common: common)
  }
}

extension SoundFileFormat.Container: ExpressibleByArgument {}
extension SoundFileFormat.Subtype: ExpressibleByArgument {}

// The help tells these in a sentence. CaseIterable would list them once more, and each such type costs
// every start of the program a look through all conformances.

extension PlayoutOptions.GapFill: ExpressibleByArgument {
  static var defaultCompletionKind: CompletionKind {
    .list([silence, conceal, close].map(\.rawValue))
  }
}

extension TimelineMode: ExpressibleByArgument {
  static var defaultCompletionKind: CompletionKind {
    .list([rtp, capture, sequence].map(\.rawValue))
  }
}

extension ExtractionOptions.Alignment: ExpressibleByArgument {
  static var defaultCompletionKind: CompletionKind {
    .list([stream, trace, call].map(\.rawValue))
  }
}

extension ExtractionOptions.Layout: ExpressibleByArgument {
  static var defaultCompletionKind: CompletionKind { .list([ssrc, call].map(\.rawValue)) }
}
