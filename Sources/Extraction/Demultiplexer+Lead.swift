import Demultiplexing
import RTP

extension Demultiplexer {
  /// Silence before a stream's time zero, in seconds, by what is known so far; nil where it is too
  /// long to be written.
  ///
  /// The end of the trace decides (`FileCompletion.align`).
  func lead(of index: Int, _ alignment: ExtractionOptions.Alignment) -> Double? {
    let start = streams[index].reception.statistics.firstTime
    let lead = Double(start &- origin(of: index, alignment)) * 1e-9
    return lead > ExtractionOptions.longestLead ? nil : max(0, lead)
  }

  /// The capture time that a stream's file is to start with, ns since 1970.
  private func origin(of index: Int, _ alignment: ExtractionOptions.Alignment) -> Int64 {
    let start = streams[index].reception.statistics.firstTime
    switch alignment {
    case .stream: return start
    case .trace: return traceStart
    case .call:
      guard let call = streams[index].call else { return start }
      return callStarts[call] ?? start
    }
  }
}
