package import RTP

/// What was measured of a stream beside its packets' arrival, and what RTCP says of it.
package struct StreamMeasures: Sendable {
  /// Lost packets by how many are missing in a row.
  package let lossBursts: LossBursts
  /// What RTCP says; nil where nothing was said.
  package var control: StreamControl? { controls.first }
  /// None or one, on the heap: most streams of a trace without RTCP need none.
  private let controls: [StreamControl]
  /// Audio packets that a receiver with the jitter buffer asked for would have dropped, and that
  /// are not heard; nil where none was asked for.
  package let lateForBuffer: Int?
  /// Ticks a second of the stream's first audio; 0 where that is not known.
  package let clockRate: Int
  /// The stream's clock against a wall clock; nil where that cannot be told.
  package let drift: ClockDrift?

  init(
    _ statistics: ReceptionStatistics, lossBursts: LossBursts, control: StreamControl?,
    lateForBuffer: Int?, clockRate: Int
  ) {
    self.lossBursts = lossBursts
    controls = control.map { [$0] } ?? []
    self.lateForBuffer = lateForBuffer
    self.clockRate = clockRate
    drift = control?.clock.drift(clockRate: clockRate) ?? statistics.delay.envelope?.drift
  }
}

/// The place of a stream's time zero among the others.
package struct StreamPlace: Sendable {
  /// What says it.
  package enum Witness: String, Sendable { case rtcp, capture }

  /// In capture time, ns since 1970.
  package var time: Int64
  /// Nil where the stream is not aligned with others.
  package var witness: Witness?
}
