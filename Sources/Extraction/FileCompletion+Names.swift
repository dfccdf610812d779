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
    ExtractionOptions.NameField.allCases.map { field in
      let value =
        switch field {
        case .ssrc: stream.key.ssrcText
        case .codec: stream.codec ?? "unknown"
        case .source: stream.key.source.description
        case .destination: stream.key.destination.description
        case .call: stream.call?.callID ?? "none"
        case .start: UTCTime(stream.statistics.firstTime).description
        case .number: "\(number)"
        }
      return (field.rawValue, value)
    }
  }
}
