import ArgumentParser
import Capture
import Extraction
import RTP
import Reporting

/// Runs an extraction for a command: progress, messages, exit status.
enum Job {
  static func run(
    inputs: [String], output: String?, options: ExtractionOptions, common: CommonOptions
  ) throws -> Extraction.Outcome {
    Signals.listen()
    let readsPipe = inputs.contains("-")
    let end = common.duration.map { ContinuousClock.now + .seconds($0) }
    let extraction: Extraction
    do throws(ExtractionError) {
      extraction = try Extraction(inputs: inputs, output: output, options: options) {
        end.map { $0 <= .now } ?? false ? .now : Signals.request(readsPipe: readsPipe)
      }
    } catch {
      if case .input(let problem) = error, problem.kind == .badFilter {
        throw ValidationError("\(problem)")
      }
      Terminal.message("\(error)")
      throw ExitStatus(error)
    }
    var bar = ProgressBar(isShown: common.showsProgress, isEager: common.progress == .always)
    var last: Extraction.Progress?
    let outcome = extraction.run {
      last = $0
      bar.show($0)
    }
    bar.finish(last)
    return outcome
  }

  /// Gives the streams on stdout: as JSON, or as a table where there are any and text is wanted.
  static func answer(
    _ report: ExtractionReport, showsFiles: Bool, isQuiet: Bool, common: CommonOptions
  ) throws {
    if common.json {
      try ReportOutput.answer(StreamsJSONReportSink()).write(report)
    } else if !isQuiet, !report.streams.isEmpty {
      let table = StreamsTableReportSink(showsFiles: showsFiles, style: common.textStyle)
      try ReportOutput.answer(table).write(report)
    }
  }

  /// Prints the warnings of a job, and throws its exit status unless all went well.
  static func finish(_ outcome: Extraction.Outcome, hasResult: Bool, common: CommonOptions) throws {
    let report = outcome.report
    if !common.quiet {
      for warning in report.warnings { Terminal.message(warning) }
      for stream in report.streams {
        for warning in stream.warnings where stream.file == nil || common.verbose > 0 {
          Terminal.message("0x\(stream.key.ssrcText): \(warning)")
        }
      }
    }
    if let failure = outcome.failure {
      Terminal.message("\(failure)")
      throw ExitStatus(failure)
    }
    if report.isInterrupted { throw Signals.status }
    if report.inputs.contains(where: { $0.damage != nil }) { throw ExitStatus.badInput }
    guard !hasResult else { return }
    explain(report)
    throw ExitStatus.nothingFound
  }

  /// Says why nothing came out.
  private static func explain(_ report: ExtractionReport) {
    let streams = report.streams.count
    Terminal.message(
      streams == 0 ? "no RTP audio in the trace" : "no RTP audio that can be decoded in the trace")
    Terminal.message(
      "\(report.packets) packets, \(report.udp) of them UDP: \(report.sip) SIP, "
        + "\(report.rtcp) RTCP, \(report.rtp) RTP in \(streams) streams, "
        + "\(report.truncated) cut short, \(report.notRTP) something else")
    if streams == 0, report.notRTP > 0 {
      Terminal.message(
        "RTP needs six packets in a row, or an SDP that announces it, to be told from other UDP")
      for near in report.nearest { Terminal.message("nearest to it: \(near)") }
    }
  }
}
