import Audio
import DTMFAnalysis
import Tones

/// The digits for people: one line a digit, aligned, and the verdict last.
package struct DTMFTableReportSink: ReportSink {
  private let explains: Bool
  private let style: TextStyle

  /// Makes a sink; with `explains` it shows near misses, too.
  package init(explains: Bool, style: TextStyle) {
    self.explains = explains
    self.style = style
  }

  package func write(_ report: DTMFReport, to output: @escaping (Span<UInt8>) -> Void) {
    let text = DTMFTable(report: report, explains: explains).lines
    output(Array(text.map { style.line($0) }.joined().utf8).span)
  }
}

/// The lines of the text.
private struct DTMFTable {
  let report: DTMFReport
  let explains: Bool

  var lines: [[StyledText]] {
    var lines: [[StyledText]] = []
    for stream in report.streams where isShown(stream) {
      lines += text(of: stream) + [[]]
    }
    for leg in report.systemLegs { lines += text(of: leg) + [[]] }
    for fault in report.faults { lines.append([StyledText(fault, .bad)]) }
    lines.append(["verdict: ", StyledText(report.verdict.rawValue, report.verdict.emphasis)])
    return lines
  }

  private func isShown(_ stream: DTMFReport.Stream) -> Bool {
    !stream.digits.ways.isEmpty || !stream.digits.events.isEmpty || stream.verdict != .none
      || !stream.digits.findings.isEmpty || (explains && !stream.nearMisses.isEmpty)
  }

  private func text(of stream: DTMFReport.Stream) -> [[StyledText]] {
    var lines: [[StyledText]] = [["\(title(of: stream))"]]
    lines += Self.table(rows(of: stream))
    for way in stream.digits.ways {
      lines.append(["  \(way.rawValue): \(stream.digits.digits(by: way).text)"])
    }
    for finding in stream.digits.findings {
      lines.append([
        "  ", StyledText(finding.severity.rawValue, finding.severity.emphasis),
        ": packet \(finding.packet): \(finding.rule.rawValue): \(finding.message)",
      ])
    }
    if explains {
      lines += stream.nearMisses.map { ["\(text(of: $0, sampleRate: stream.sampleRate))"] }
    }
    let reasons = stream.faults.isEmpty ? "" : ": " + stream.faults.joined(separator: "; ")
    lines.append(["  ", StyledText(stream.verdict.rawValue + reasons, stream.verdict.emphasis)])
    return lines
  }

  private func title(of stream: DTMFReport.Stream) -> String {
    if let file = stream.file { return "\(file), channel \(stream.channel ?? 0)" }
    let name = stream.ssrc ?? "SIP INFO"
    let path = "\(stream.source ?? "-") -> \(stream.destination ?? "-")"
    return [name, path, stream.codec ?? ""].filter { !$0.isEmpty }.joined(separator: "  ")
  }

  private func rows(of stream: DTMFReport.Stream) -> [[StyledText]] {
    var rows = stream.matches.map { row($0, stream) }
    let matched = Set(stream.matches.compactMap(\.match.info))
    for (index, info) in stream.digits.info.enumerated() where !matched.contains(index) {
      rows.append(["\(info.digit)", "info-only", seconds(info.start), "-", "-", "-", "-", "x"])
    }
    for event in stream.digits.events where event.digit == nil {
      rows.append([
        "-", "\(event.name)", seconds(event.interval.start), "-",
        milliseconds(event.interval.duration), "-", "\(event.packets)", "",
      ])
    }
    rows.sort { (Double($0[2].text) ?? 0) < (Double($1[2].text) ?? 0) }
    let header: [StyledText] = [
      "digit", "status", "at s", "tone ms", "event ms", "twist dB", "packets", "INFO",
    ]
    return rows.isEmpty ? [] : [header] + rows
  }

  private func row(_ share: DigitLeg.Share, _ stream: DTMFReport.Stream) -> [StyledText] {
    let match = share.match
    let tone = match.inband.map { stream.digits.inband[$0] }
    let event = match.event.map { stream.digits.events[$0] }
    let partner = share.partner.flatMap { report.streams[$0.stream].ssrc }
    return [
      "\(match.digit)",
      StyledText(
        match.status.rawValue + (partner.map { " (\($0))" } ?? ""), match.status.emphasis),
      seconds(match.interval.start), tone.map { milliseconds($0.interval.duration) } ?? "-",
      event.map { milliseconds($0.interval.duration) } ?? "-",
      tone.map { "\($0.twist < 0 ? "" : "+")\(decimal($0.twist, places: 1))" } ?? "-",
      event.map { "\($0.packets)" } ?? "-", match.info == nil ? "" : "x",
    ]
  }

  private func text(of miss: NearMiss, sampleRate: Int) -> String {
    let rate = Double(max(1, sampleRate))
    let start = decimal(Double(miss.start) / rate, places: 3)
    let length = decimal(Double(miss.end - miss.start) / rate * 1000, places: 0)
    return "  turned down: \(miss.digit) at \(start) s, \(length) ms: \(miss.rule.description): "
      + "\(decimal(miss.measured, digits: 3)), limit \(decimal(miss.limit, digits: 3))"
  }

  private func text(of leg: DTMFReport.SystemLeg) -> [[StyledText]] {
    let names = [leg.input, leg.output].map { $0.flatMap { report.streams[$0].ssrc } ?? "nothing" }
    let rows = leg.comparison.outcomes.map { outcome -> [StyledText] in
      let (name, press, other, delay) = outcome.parts
      return [
        "\(press.digit)", StyledText(name, outcome.emphasis), seconds(press.start),
        other.map { "\($0.digit)" } ?? "-", delay.map { milliseconds($0) } ?? "-",
      ]
    }
    return [["through the system: \(names[0]) -> \(names[1])"]]
      + Self.table([["digit", "outcome", "at s", "out", "delay ms"]] + rows)
  }

  private func seconds(_ value: Double) -> StyledText { "\(decimal(value, places: 3))" }
  private func milliseconds(_ value: Double) -> StyledText {
    "\(decimal(value * 1000, places: 0))"
  }

  /// Words to the left, numbers to the right.
  private static func table(_ rows: [[StyledText]]) -> [[StyledText]] {
    TextTable(rows: rows) { $0 > 1 }.lines(indented: 2)
  }
}

extension Verdict {
  fileprivate var emphasis: StyledText.Emphasis? {
    switch self {
    case .consistent: .good
    case .inconsistent: .bad
    case .none: nil
    }
  }
}

extension Finding.Severity {
  fileprivate var emphasis: StyledText.Emphasis {
    switch self {
    case .error: .bad
    case .warning: .warning
    }
  }
}

extension DigitMatch.Status {
  /// Nothing is wrong with a digit that went one way only, unless the stream's verdict says so.
  fileprivate var emphasis: StyledText.Emphasis? {
    isFault ? .bad : self == .agree ? .good : nil
  }
}

extension LegComparison.Outcome {
  fileprivate var emphasis: StyledText.Emphasis {
    if case .passed = self { .good } else { .bad }
  }
}
