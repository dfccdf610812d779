import ArgumentParser
import Extraction
import Reporting

/// `rtp2wav streams`: what RTP a trace holds, without decoding it.
struct StreamsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "streams",
    abstract: "List the RTP streams of a trace; columns after 'tshark -z rtp,streams'.",
    usage: "rtp2wav streams TRACE... [options]",
    discussion: """
      EXAMPLES
        rtp2wav streams trace.pcap
        rtp2wav streams trace.pcap --json | jq '.streams[] | {ssrc, lost_pct}'
      """)

  @Argument(
    help: ArgumentHelp(
      "Capture files (pcap, pcapng), or - for standard input.", valueName: "trace"),
    completion: .file())
  var traces: [String] = []

  @OptionGroup var common: CommonOptions

  func run() throws {
    if common.listInterfaces { return try InterfaceList.print(asJSON: common.json) }
    guard !traces.isEmpty || common.interface != nil else {
      throw ValidationError("missing TRACE: rtp2wav streams TRACE...")
    }
    try Inputs.validate(traces, interface: common.interface)
    let outcome = try Job.run(
      inputs: traces, output: nil, options: common.options(), common: common)
    let report = outcome.report
    try Job.answer(report, showsFiles: false, isQuiet: false, common: common)
    try Job.finish(outcome, hasResult: !report.streams.isEmpty, common: common)
  }
}
