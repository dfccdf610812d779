import Audio
import Extraction
import NetworkBytes
import Playout
import RTP
import Reporting

/// The table of streams for people, after `tshark -z rtp,streams`.
struct StreamTableText {
  let text: String

  init(_ report: ExtractionReport, showsFiles: Bool, style: TextStyle) {
    var header: [StyledText] = [
      "Start", "Source", "Destination", "SSRC", "Payload", "Pkts", "Lost", "Max Delta",
      "Max Jitter", "Mean Jitter",
    ]
    header.append(showsFiles ? "File" : "Problems")
    let rows = report.streams.map { Self.row($0, report, showsFiles) }
    let table = TextTable(rows: [header] + rows) { [0, 5, 6, 7, 8, 9].contains($0) }
    text = table.lines().map { style.line($0) }.joined()
  }

  private static func row(
    _ stream: StreamReport, _ report: ExtractionReport, _ showsFiles: Bool
  ) -> [StyledText] {
    let percent = stream.expected > 0 ? 100 * Double(stream.lost) / Double(stream.expected) : 0
    let start = Double(stream.statistics.firstTime &- report.startTime) * 1e-9
    return [
      "\(decimal(start, places: 3))", "\(stream.key.source)", "\(stream.key.destination)",
      "0x\(stream.key.ssrcText)", "\(payload(stream))", "\(stream.packets)",
      StyledText(
        "\(stream.lost) (\(decimal(percent, places: 1))%)", stream.lost > 0 ? .warning : nil),
      milliseconds(stream.statistics.maximumDeltaMilliseconds),
      milliseconds(stream.statistics.maximumJitterMilliseconds),
      milliseconds(stream.statistics.meanJitterMilliseconds),
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
