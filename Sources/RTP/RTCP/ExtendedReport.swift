import NetworkBytes

/// XR: reports beyond those of RFC 3550 (RFC 3611), of which voice metrics are read.
package struct ExtendedReport: Sendable {
  /// The blocks of voice metrics (section 4.7).
  package let metrics: [VoIPMetrics]

  init(_ body: Span<UInt8>) throws(ShortRead) {
    var cursor = ByteCursor(body)
    // The source that sends the report.
    try cursor.skip(4)
    var metrics: [VoIPMetrics] = []
    while cursor.remaining > 0 {
      let kind = try cursor.uint8()
      try cursor.skip(1)
      let length = Int(try cursor.uint16()) * 4
      var content = ByteCursor(try cursor.take(length))
      switch kind {
      case 7: metrics.append(try VoIPMetrics(&content))
      // Reference time, delays since it, and statistics, which must be whole (sections 4.4 to 4.6).
      case 4: try content.skip(8)
      case 5: while content.remaining > 0 { try content.skip(12) }
      case 6: try content.skip(36)
      default: break
      }
    }
    self.metrics = metrics
  }
}
