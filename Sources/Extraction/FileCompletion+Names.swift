import NetworkBytes
import RTP
import Reporting
import Signalling

extension FileCompletion {
  /// Decides what the files of streams are called: after their SSRC, the later ones of equal SSRCs
  /// numbered with or without a file; or by the user's template.
  mutating func nameStreams(of report: ExtractionReport, callCount: Int) {
    var names = FileNames()
    for (index, stream) in report.streams.enumerated() {
      let stem = names.name(stream.key.ssrcText)
      guard let file = written[index], file.frames > 0, !stream.isProtected else { continue }
      stems[index] = stem
    }
    guard let template = options.nameTemplate else { return }
    names = FileNames()
    for number in 0..<callCount { _ = names.name(Self.callStem(number)) }
    for (index, stream) in report.streams.enumerated() where stems[index] != nil {
      stems[index] = names.name(
        FileNames.fill(template, with: fields(of: stream, number: index + 1)))
    }
  }

  /// What a call's file is called, without extension; calls count from 0.
  static func callStem(_ call: Int) -> String { "call-\(call + 1)" }

  private func fields(of stream: StreamReport, number: Int) -> FileNames.Fields {
    [
      ("ssrc", stream.key.ssrcText), ("codec", stream.codec ?? "unknown"),
      ("src", stream.key.source.description), ("dst", stream.key.destination.description),
      ("call", stream.call?.callID ?? "none"),
      ("start", UTCTime(stream.statistics.firstTime).description), ("n", "\(number)"),
    ]
  }
}
