import Audio
import NetworkBytes
import Playout
import RTP

/// The table of streams for people, after `tshark -z rtp,streams`.
package struct StreamsTableReportSink: ReportSink {
  private let showsFiles: Bool
  private let style: TextStyle

  /// Makes a sink whose last column is the stream's file, or else whether anything is wrong with it.
  package init(showsFiles: Bool, style: TextStyle) {
    self.showsFiles = showsFiles
    self.style = style
  }

  package func write(_ report: ExtractionReport, to output: @escaping (Span<UInt8>) -> Void) {
    var header: [StyledText] = [
      "Start", "Source", "Destination", "SSRC", "Payload", "Pkts", "Lost", "Max Delta",
      "Max Jitter", "Mean Jitter",
    ]
    header.append(showsFiles ? "File" : "Problems")
    let rows = report.streams.map { row($0, report) }
    let table = TextTable(rows: [header] + rows) { [0, 5, 6, 7, 8, 9].contains($0) }
    output(Array(table.lines().map { style.line($0) }.joined().utf8).span)
  }

  private func row(_ stream: StreamReport, _ report: ExtractionReport) -> [StyledText] {
    let percent = stream.expected > 0 ? 100 * Double(stream.lost) / Double(stream.expected) : 0
    let start = Double(stream.statistics.firstTime &- report.startTime) * 1e-9
    return [
      "\(decimal(start, places: 3))", "\(stream.key.source)", "\(stream.key.destination)",
      "0x\(stream.key.ssrcText)", "\(Self.payload(stream))", "\(stream.packets)",
      StyledText(
        "\(stream.lost) (\(decimal(percent, places: 1))%)", stream.lost > 0 ? .warning : nil),
      Self.milliseconds(stream.statistics.maximumDeltaMilliseconds),
      Self.milliseconds(stream.statistics.maximumJitterMilliseconds),
      Self.milliseconds(stream.statistics.meanJitterMilliseconds),
      showsFiles
        ? stream.file.map { StyledText($0.name) } ?? StyledText("-", .bad)
        : stream.warnings.isEmpty ? "" : StyledText("X", .bad),
    ]
  }

  private static func payload(_ stream: StreamReport) -> String {
    let names = stream.formats.map { $0.format?.encodingName ?? "\($0.payloadType)" }
    return names.isEmpty ? "-" : names.joined(separator: ", ")
  }

  private static func milliseconds(_ value: Double?) -> StyledText {
    value.map { StyledText(decimal($0, places: 2)) } ?? "-"
  }
}
