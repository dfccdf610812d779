import ArgumentParser
import Audio
import DTMFAnalysis
import Demultiplexing
import Extraction
import FoundationEssentials
import NetworkBytes
import Playout
import RTP
import Reporting

/// `rtp2wav dtmf`: the digits of traces and audio files, with a verdict.
struct DTMFCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dtmf",
    abstract: "Find DTMF in traces and audio files: in-band, as events, by SIP INFO; and judge it.",
    usage: "rtp2wav dtmf INPUT... [options]\n  rtp2wav dtmf -i NAME [options]",
    discussion: """
      An input is a capture file (pcap, pcapng), - for one on standard input, or an audio file;
      a name that ends in .ulaw, .alaw, .ul or .al is headerless G.711.

      STATUS OF A DIGIT
        agree       both in-band and as event, at the same time for the same time
        truncated   both, but one is much shorter
        leak        a remnant of the tone, too short for a digit, before the event took over
        doubled     the tone is beside its event: a receiver hears two digits
        different   both at one time, but other digits
        event-only, tone-only

      EXAMPLES
        rtp2wav dtmf trace.pcap
        rtp2wav dtmf trace.pcap --expect 1234# --policy events
        rtp2wav dtmf before-and-after.pcap --sut 192.0.2.10
        rtp2wav dtmf recording.wav --explain
        rtp2wav dtmf -i eth0 -f 'udp' --duration 60 --expect 1234#
        rtp2wav dtmf trace.pcap --json | jq -r '.streams[].events[].digit'

      EXIT STATUS
        0 consistent, or no digits and none expected; 1 not so; others as rtp2wav --help says
      """)

  @Argument(
    help: ArgumentHelp("Capture files, - for standard input, or audio files.", valueName: "input"),
    completion: .file())
  var inputs: [String] = []

  @OptionGroup var common: CommonOptions

  @Option(
    help: ArgumentHelp(
      "Every stream with digits carries these, by each way it uses.", valueName: "digits"))
  var expect: String?

  @Option(help: ArgumentHelp("The digits in the audio.", valueName: "digits"))
  var expectInband: String?

  @Option(help: ArgumentHelp("The digits as telephone-events.", valueName: "digits"))
  var expectEvents: String?

  @Option(help: "The ways that streams with digits must use.")
  var policy = DigitExpectation.Policy.any

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How far starts and lengths may be apart and still agree.", valueName: "ms"))
  var tolerance = 100.0

  @Option(
    help: ArgumentHelp(
      "A system under test: what comes out of it is compared with what goes in.",
      valueName: "address"),
    transform: CommonOptions.address)
  var sut: IPAddress?

  @Option(
    help: ArgumentHelp("Write a JUnit report for CI.", valueName: "file"), completion: .file())
  var junit: String?

  @Flag(help: "List what resembled a digit and was turned down, with the rule that did it.")
  var explain = false

  func run() throws {
    if common.listInterfaces { return try InterfaceList.print(asJSON: common.json) }
    try validateOptions()
    let questions = try questions()
    let sorted = try DTMFInputs(inputs)
    var options = try common.options()
    options.playout.rendersEvents = false
    options.playout.detectsDigits = true
    options.playout.explainsDigits = true
    options.demultiplexing.keepsEvents = true
    options.jobs = ProcessInfo.processInfo.activeProcessorCount
    let files = try sorted.listenToFiles()
    let trace =
      try sorted.traces.isEmpty && common.interface == nil
      ? nil
      : Job.run(
        inputs: sorted.traces.map { inputs[$0] }, output: nil, options: options, common: common)
    let places = common.interface == nil ? sorted.traces : [0]
    let report = DTMFReport(on: trace?.report, inputs: places, files: files, asking: questions)
    for output in outputs { try output.write(report) }
    try finish(report, trace)
  }

  private func validateOptions() throws {
    guard !inputs.isEmpty || common.interface != nil else {
      throw ValidationError("missing INPUT: rtp2wav dtmf INPUT...")
    }
    try Inputs.validate(inputs, interface: common.interface)
    if let junit, inputs.contains(junit) {
      throw ValidationError("\(junit) is an input; the JUnit report needs a name of its own")
    }
    guard (0...1000).contains(tolerance) else {
      throw ValidationError("--tolerance takes 0 to 1000 ms")
    }
  }

  private func questions() throws -> DTMFQuestions {
    var questions = DTMFQuestions()
    questions.expectation.digits = try digits(expect, of: "--expect")
    questions.expectation.inband = try digits(expectInband, of: "--expect-inband")
    questions.expectation.events = try digits(expectEvents, of: "--expect-events")
    questions.expectation.policy = policy
    questions.tolerance = tolerance / 1000
    questions.system = sut
    return questions
  }

  private func digits(_ text: String?, of option: String) throws -> [DTMFDigit]? {
    do {
      return try text.map { try DTMFDigit.digits(of: $0) }
    } catch let wrong as DTMFDigit.Unknown {
      throw ValidationError("\(option) takes digits of 0-9 * # A-D, not '\(wrong.character)'")
    }
  }

  /// The forms of the report that were asked for.
  private var outputs: [ReportOutput<DTMFReport>] {
    var outputs: [ReportOutput<DTMFReport>] = []
    if common.json {
      outputs.append(.answer(DTMFJSONReportSink(explains: explain)))
    } else if !common.quiet {
      outputs.append(.answer(DTMFTableReportSink(explains: explain, style: common.textStyle)))
    }
    if let junit { outputs.append(ReportOutput(sink: JUnitReportSink(), place: .file(junit))) }
    return outputs
  }

  private func finish(_ report: DTMFReport, _ outcome: Extraction.Outcome?) throws {
    let trace = outcome?.report
    if !common.quiet {
      for warning in trace?.warnings ?? [] { Terminal.message(warning) }
      // Where nothing could be listened to, no digits found means little.
      for stream in trace?.streams ?? [] where common.verbose > 0 || !stream.isDecoded {
        for warning in stream.warnings { Terminal.message("0x\(stream.key.ssrcText): \(warning)") }
      }
    }
    if let failure = outcome?.failure {
      Terminal.message("\(failure)")
      throw ExitStatus(failure)
    }
    if trace?.isInterrupted == true { throw Signals.status }
    if trace?.inputs.contains(where: { $0.damage != nil }) == true { throw ExitStatus.badInput }
    guard report.isAsExpected else { throw ExitStatus.nothingFound }
  }
}

extension DigitExpectation.Policy: ExpressibleByArgument {}
