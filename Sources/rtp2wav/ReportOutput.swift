import Files
import Reporting

/// The form in which a report is written, and the place it goes to.
struct ReportOutput<Report> {
  enum Place {
    case standardOutput
    /// A file; one that is there is replaced when the new one is whole.
    case file(String)
  }

  let sink: any ReportSink<Report>
  let place: Place

  /// The answer to a command: on stdout, in one form.
  static func answer(_ sink: any ReportSink<Report>) -> ReportOutput {
    ReportOutput(sink: sink, place: .standardOutput)
  }

  /// Writes the report there; a file that cannot be written ends the program.
  func write(_ report: Report) throws {
    switch place {
    case .standardOutput: sink.write(report) { Terminal.answer($0) }
    case .file(let path):
      do throws(FileError) {
        try GrowingFile(replacingOrStreamingTo: path).write { sink.write(report, to: $0) }
      } catch {
        Terminal.message("\(error)")
        throw ExitStatus(error)
      }
    }
  }
}
