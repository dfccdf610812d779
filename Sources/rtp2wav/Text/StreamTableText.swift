import Audio
import Extraction
import FoundationEssentials
import NetworkBytes
import Playout
import RTP

/// The table of streams for people, after `tshark -z rtp,streams`.
enum StreamTableText {
  static func print(_ report: ExtractionReport, showsFiles: Bool) {
    var header = [
      "Start", "Source", "Destination", "SSRC", "Payload", "Pkts", "Lost", "Max Delta",
      "Max Jitter", "Mean Jitter",
    ]
    header.append(showsFiles ? "File" : "Problems")
    var rows = [header]
    for stream in report.streams { rows.append(row(stream, report, showsFiles)) }
    let widths = header.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    var text = ""
    for row in rows {
      let cells = row.indices.map { column in
        pad(row[column], to: widths[column], isNumber: [0, 5, 6, 7, 8, 9].contains(column))
      }
      text += cells.joined(separator: "  ").trimmingTrailingBlanks + "\n"
    }
    Terminal.answer(Array(text.utf8).span)
  }

  private static func row(
    _ stream: StreamReport, _ report: ExtractionReport, _ showsFiles: Bool
  ) -> [String] {
    let percent = stream.expected > 0 ? 100 * Double(stream.lost) / Double(stream.expected) : 0
    let start = Double(stream.statistics.firstTime &- report.startTime) * 1e-9
    return [
      decimal(start, places: 3), stream.key.source.description, stream.key.destination.description,
      "0x" + stream.key.ssrcText, Terminal.safe(payload(stream)), "\(stream.packets)",
      "\(stream.lost) (\(decimal(percent, places: 1))%)",
      milliseconds(stream.statistics.maximumDeltaMilliseconds),
      milliseconds(stream.statistics.maximumJitterMilliseconds),
      milliseconds(stream.statistics.meanJitterMilliseconds),
      showsFiles ? stream.file ?? "-" : stream.warnings.isEmpty ? "" : "X",
    ]
  }

  private static func payload(_ stream: StreamReport) -> String {
    let names = stream.formats.map { $0.format?.encodingName ?? "\($0.payloadType)" }
    return names.isEmpty ? "-" : names.joined(separator: ", ")
  }

  private static func milliseconds(_ value: Double?) -> String {
    value.map { decimal($0, places: 2) } ?? "-"
  }

  private static func pad(_ text: String, to width: Int, isNumber: Bool) -> String {
    let blanks = String(repeating: " ", count: width - text.count)
    return isNumber ? blanks + text : text + blanks
  }
}

extension String {
  fileprivate var trimmingTrailingBlanks: String {
    lastIndex { $0 != " " }.map { String(self[...$0]) } ?? ""
  }
}
