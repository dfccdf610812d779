/// A form that a report is given in: JSON, a table, JUnit.
package protocol ReportSink<Report> {
  associatedtype Report

  /// Hands the report out in this form, part by part.
  func write(_ report: Report, to output: @escaping (Span<UInt8>) -> Void)
}
