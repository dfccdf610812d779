import Audio
import DTMFAnalysis
import Extraction
import FoundationEssentials
import Tones

/// The digits for people: one line a digit, aligned, and the verdict last.
struct DTMFText {
  private let report: DTMFReport
  private let explains: Bool

  init(_ report: DTMFReport, explains: Bool) {
    self.report = report
    self.explains = explains
  }

  var text: String {
    var lines: [String] = []
    for stream in report.streams where isShown(stream) {
      lines += text(of: stream) + [""]
    }
    for leg in report.systemLegs { lines += text(of: leg) + [""] }
    for fault in report.faults { lines.append(fault) }
    lines.append("verdict: \(report.verdict.rawValue)")
    return lines.map { Terminal.safe($0) + "\n" }.joined()
  }

  private func isShown(_ stream: DTMFReport.Stream) -> Bool {
    !stream.digits.ways.isEmpty || !stream.digits.events.isEmpty || stream.verdict != .none
      || !stream.digits.findings.isEmpty || (explains && !stream.nearMisses.isEmpty)
  }

  private func text(of stream: DTMFReport.Stream) -> [String] {
    var lines = [title(of: stream)]
    lines += Self.aligned(rows(of: stream)).map { "  " + $0 }
    for way in stream.digits.ways {
      lines.append("  \(way.rawValue): \(stream.digits.digits(by: way).text)")
    }
    for finding in stream.digits.findings {
      lines.append(
        "  \(finding.severity.rawValue): packet \(finding.packet): \(finding.rule.rawValue): "
          + finding.message)
    }
    if explains { lines += stream.nearMisses.map { text(of: $0, sampleRate: stream.sampleRate) } }
    let reasons = stream.faults.isEmpty ? "" : ": " + stream.faults.joined(separator: "; ")
    lines.append("  \(stream.verdict.rawValue)\(reasons)")
    return lines
  }

  private func title(of stream: DTMFReport.Stream) -> String {
    if let file = stream.file { return "\(file), channel \(stream.channel ?? 0)" }
    let name = stream.ssrc ?? "SIP INFO"
    let path = "\(stream.source ?? "-") -> \(stream.destination ?? "-")"
    return [name, path, stream.codec ?? ""].filter { !$0.isEmpty }.joined(separator: "  ")
  }

  private func rows(of stream: DTMFReport.Stream) -> [[String]] {
    var rows = stream.matches.map { row($0, stream) }
    let matched = Set(stream.matches.compactMap(\.match.info))
    for (index, info) in stream.digits.info.enumerated() where !matched.contains(index) {
      rows.append([
        info.digit.description, "info-only", seconds(info.start), "-", "-", "-", "-", "x",
      ])
    }
    for event in stream.digits.events where event.digit == nil {
      rows.append(
        [
          "-", event.name, seconds(event.interval.start), "-",
          milliseconds(event.interval.duration), "-", "\(event.packets)", "",
        ])
    }
    rows.sort { (Double($0[2]) ?? 0) < (Double($1[2]) ?? 0) }
    let header = ["digit", "status", "at s", "tone ms", "event ms", "twist dB", "packets", "INFO"]
    return rows.isEmpty ? [] : [header] + rows
  }

  private func row(_ share: DigitLeg.Share, _ stream: DTMFReport.Stream) -> [String] {
    let match = share.match
    let tone = match.inband.map { stream.digits.inband[$0] }
    let event = match.event.map { stream.digits.events[$0] }
    let partner = share.partner.flatMap { report.streams[$0.stream].ssrc }
    return [
      match.digit.description, match.status.rawValue + (partner.map { " (\($0))" } ?? ""),
      seconds(match.interval.start), tone.map { milliseconds($0.interval.duration) } ?? "-",
      event.map { milliseconds($0.interval.duration) } ?? "-",
      tone.map { ($0.twist < 0 ? "" : "+") + decimal($0.twist, places: 1) } ?? "-",
      event.map { "\($0.packets)" } ?? "-", match.info == nil ? "" : "x",
    ]
  }

  private func text(of miss: NearMiss, sampleRate: Int) -> String {
    let rate = Double(max(1, sampleRate))
    let start = seconds(Double(miss.start) / rate)
    return "  turned down: \(miss.digit) at \(start) s, "
      + "\(milliseconds(Double(miss.end - miss.start) / rate)) ms: \(miss.rule.description): "
      + "\(decimal(miss.measured, digits: 3)), limit \(decimal(miss.limit, digits: 3))"
  }

  private func text(of leg: DTMFReport.SystemLeg) -> [String] {
    let names = [leg.input, leg.output].map { $0.flatMap { report.streams[$0].ssrc } ?? "nothing" }
    let rows = leg.comparison.outcomes.map { outcome in
      let (name, press, other, delay) = outcome.parts
      return [
        press.digit.description, name, seconds(press.start), other?.digit.description ?? "-",
        delay.map { milliseconds($0) } ?? "-",
      ]
    }
    return ["through the system: \(names[0]) -> \(names[1])"]
      + Self.aligned([["digit", "outcome", "at s", "out", "delay ms"]] + rows).map { "  " + $0 }
  }

  private func seconds(_ value: Double) -> String { decimal(value, places: 3) }
  private func milliseconds(_ value: Double) -> String { decimal(value * 1000, places: 0) }

  /// Columns as wide as their widest cell: words to the left, numbers to the right.
  private static func aligned(_ rows: [[String]]) -> [String] {
    guard let first = rows.first else { return [] }
    let widths = first.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = row.indices.map { column in
        let blanks = String(repeating: " ", count: widths[column] - row[column].count)
        return column < 2 ? row[column] + blanks : blanks + row[column]
      }
      return String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
    }
  }
}
