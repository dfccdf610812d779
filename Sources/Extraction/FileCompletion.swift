import Playout
import Reporting

/// Finishes what a job has written: silence in front of files, stereo files of calls, markers, names.
///
/// Audio files grow as `NAME.part`, since what they are called, and what belongs together, is known at
/// the end. The report is only told which file each stream is in.
struct FileCompletion {
  let directory: OutputDirectory
  let options: ExtractionOptions
  /// The file that grew for each stream of the report, as long as it has no name; nil where there is
  /// none.
  var written: [WrittenFile?]
  /// What each stream's own file is to be called, without extension; nil where it is not kept.
  var stems: [String?]
  /// What went wrong first.
  var failure: ExtractionError?

  init(of report: ExtractionReport, in directory: OutputDirectory, _ options: ExtractionOptions) {
    self.directory = directory
    self.options = options
    written = report.streams.map { $0.outcome?.file }
    stems = Array(repeating: nil, count: report.streams.count)
  }

  /// Gives the files of the report's streams their names, and writes the reports of the folder.
  mutating func complete(_ report: inout ExtractionReport) {
    let calls = options.layout == .call ? twoWayCalls(report) : []
    nameStreams(of: report, callCount: calls.count)
    align(&report)
    writeCalls(calls, &report)
    for index in report.streams.indices where written[index] != nil {
      attempt { (completion) throws(ExtractionError) in
        try completion.completeFile(of: index, &report)
      }
    }
    attempt { (completion) throws(ExtractionError) in
      for file in Self.reports {
        try completion.directory.write(
          file.name, overwrites: completion.options.overwrites
        ) { file.sink.write(report, to: $0) }
      }
    }
  }

  /// The reports that are written beside the audio: a form more is a row more.
  private static var reports: [(name: String, sink: any ReportSink<ExtractionReport>)] {
    [("streams.json", StreamsJSONReportSink())]
  }

  /// Gives a stream's own file its name, or takes it away where it is not kept.
  private mutating func completeFile(
    of index: Int, _ report: inout ExtractionReport
  ) throws(ExtractionError) {
    guard let file = written[index].take() else { return }
    guard let stem = stems[index] else { return directory.remove(file.partName) }
    // What fails on the way leaves it under the name that it grew under.
    report.streams[index].file = StreamFile(file, as: file.partName, report.streams[index])
    if options.writesMarkers {
      try writeMarkers(ofStream: index, file, stem, report)
    }
    let name = stem + "." + options.fileExtension
    try directory.complete(file.partName, as: name, overwrites: options.overwrites)
    report.streams[index].file = StreamFile(file, as: name, report.streams[index])
  }

  /// Does one thing of many, and remembers the first failure.
  mutating func attempt(
    _ body: (inout FileCompletion) throws(ExtractionError) -> Void
  ) {
    do throws(ExtractionError) { try body(&self) } catch { failure = failure ?? error }
  }
}

extension StreamFile {
  fileprivate init(_ file: WrittenFile, as name: String, _ stream: StreamReport) {
    self.init(
      name: name, sampleRate: stream.played?.sampleRate ?? 8000,
      channels: stream.played?.channels ?? 1, frames: file.frames, leadFrames: file.leadFrames)
  }
}
