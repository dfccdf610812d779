import Audio
import DTMFAnalysis
import JSON

/// The verdicts as a JUnit report: one test case a stream, and one for all of it together.
package struct JUnitReportSink: ReportSink {
  package init() {}

  package func write(_ report: DTMFReport, to output: @escaping (Span<UInt8>) -> Void) {
    let judged = report.streams.filter { $0.verdict != .none }
    var cases = judged.map { stream in
      Self.testCase(
        stream.ssrc ?? stream.file.map { "\($0) channel \(stream.channel ?? 0)" } ?? "SIP INFO",
        in: "\(stream.source ?? "file") -> \(stream.destination ?? "file")",
        faults: stream.faults,
        output: stream.digits.ways.map { "\($0.rawValue): \(stream.digits.digits(by: $0).text)" })
    }
    cases.append(Self.testCase("all streams", in: "dtmf", faults: report.faults, output: []))
    let failures =
      judged.count { $0.verdict == .inconsistent } + (report.faults.isEmpty ? 0 : 1)
    let text =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites>
      <testsuite name="rtp2wav dtmf" tests="\(cases.count)" failures="\(failures)" errors="0">
      \(cases.joined(separator: "\n"))
      </testsuite>
      </testsuites>

      """
    output(Array(text.utf8).span)
  }

  private static func testCase(
    _ name: String, in group: String, faults: [String], output: [String]
  ) -> String {
    var lines = ["<testcase classname=\"\(escaped(group))\" name=\"\(escaped(name))\">"]
    if let first = faults.first {
      lines.append(
        "<failure message=\"\(escaped(first))\">\(escaped(faults.joined(separator: "\n")))"
          + "</failure>")
    }
    if !output.isEmpty {
      lines.append("<system-out>\(escaped(output.joined(separator: "\n")))</system-out>")
    }
    return (lines + ["</testcase>"]).joined(separator: "\n")
  }

  /// Text for an attribute or element; XML 1.0 has no place for control characters.
  private static func escaped(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(line).safeToShow.replacing("&", with: "&amp;")
        .replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        .replacing("\"", with: "&quot;")
    }.joined(separator: "\n")
  }
}
