/// What the receiver of a stream has said of it.
package struct RemoteReception: Sendable {
  /// Report blocks about the stream.
  package private(set) var reports = 0
  /// Packets lost by the last report, and the greatest share lost between two, in percent.
  package private(set) var lost: Int?
  package private(set) var greatestLossPercent: Double?
  private var jitterSum = 0.0
  private var greatestJitter: UInt32 = 0
  private var roundTrips = 0
  private var roundTripSum = 0.0
  /// The shortest way from the capture point to the receiver and back, in seconds.
  package private(set) var shortestRoundTrip: Double?

  mutating func receive(_ block: ReportBlock) {
    reports += 1
    lost = Int(block.cumulativeLost)
    greatestLossPercent = max(greatestLossPercent ?? 0, Double(block.fractionLost) / 2.56)
    jitterSum += Double(block.interarrivalJitter)
    greatestJitter = max(greatestJitter, block.interarrivalJitter)
  }

  /// Takes the time between a sender report and the report that quotes it, both as captured, less
  /// the time that the receiver kept it.
  mutating func receive(roundTrip: Double) {
    // The units of DLSR, and clocks that differ; more than 60 s was no answer to this report.
    guard roundTrip > -1e-3, roundTrip < 60 else { return }
    roundTrips += 1
    roundTripSum += max(0, roundTrip)
    shortestRoundTrip = min(shortestRoundTrip ?? .infinity, max(0, roundTrip))
  }

  /// The mean over the reports, in seconds; nil where none quoted a captured sender report.
  package var meanRoundTrip: Double? {
    roundTrips == 0 ? nil : roundTripSum / Double(roundTrips)
  }

  /// The mean of the reported jitter, in seconds.
  package func meanJitter(clockRate: Int) -> Double? {
    reports == 0 || clockRate <= 0 ? nil : jitterSum / Double(reports) / Double(clockRate)
  }

  /// The greatest reported jitter, in seconds.
  package func greatestJitter(clockRate: Int) -> Double? {
    reports == 0 || clockRate <= 0 ? nil : Double(greatestJitter) / Double(clockRate)
  }
}
