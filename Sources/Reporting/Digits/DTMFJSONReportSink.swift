import JSON

/// The digits as the document of schema `rtp2wav.dtmf/1`.
package struct DTMFJSONReportSink: ReportSink {
  private let explains: Bool

  /// Makes a sink; with `explains` it lists near misses, too.
  package init(explains: Bool) {
    self.explains = explains
  }

  package func write(_ report: DTMFReport, to output: @escaping (Span<UInt8>) -> Void) {
    var json = JSONWriter(output: output)
    report.write(to: &json, explains: explains)
    json.finish()
  }
}
