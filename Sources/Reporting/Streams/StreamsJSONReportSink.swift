import JSON

/// The streams of a trace as the document of schema `rtp2wav.streams/1`.
package struct StreamsJSONReportSink: ReportSink {
  package init() {}

  package func write(_ report: ExtractionReport, to output: @escaping (Span<UInt8>) -> Void) {
    var json = JSONWriter(output: output)
    report.write(to: &json)
    json.finish()
  }
}
