import NetworkBytes

/// XR's report of how a call sounds to its receiver (RFC 3611, section 4.7).
package struct VoIPMetrics: Sendable, Equatable {
  /// The source that the report is about.
  package let ssrc: UInt32
  /// The share of packets lost, and of those thrown away by the jitter buffer, in percent.
  package let lossRate: Double
  package let discardRate: Double
  /// The round trip, and the delay inside the reporter, in ms; nil where it does not say.
  package let roundTripDelay: Int?
  package let endSystemDelay: Int?
  /// Voice quality, 0 to 100; nil where it is not said.
  package let rFactor: Int?
  /// Listening and conversational quality, 1.0 to 5.0; nil where it is not said.
  package let listeningOpinionScore: Double?
  package let conversationalOpinionScore: Double?
  /// What the jitter buffer delays by, in ms.
  package let jitterBufferNominal: Int

  /// Reads the block behind its header.
  @_lifetime(cursor: copy cursor)
  init(_ cursor: inout ByteCursor) throws(ShortRead) {
    ssrc = try cursor.uint32()
    lossRate = Double(try cursor.uint8()) / 2.56
    discardRate = Double(try cursor.uint8()) / 2.56
    // Burst and gap densities and durations.
    try cursor.skip(6)
    let delays = (try cursor.uint16(), try cursor.uint16())
    roundTripDelay = delays.0 == 0 ? nil : Int(delays.0)
    endSystemDelay = delays.1 == 0 ? nil : Int(delays.1)
    // Signal and noise levels, residual echo, and the threshold of a gap.
    try cursor.skip(4)
    let quality = (try cursor.uint8(), try cursor.uint8(), try cursor.uint8(), try cursor.uint8())
    rFactor = quality.0 <= 100 ? Int(quality.0) : nil
    listeningOpinionScore = Self.opinion(quality.2)
    conversationalOpinionScore = Self.opinion(quality.3)
    // Receiver configuration and a reserved byte.
    try cursor.skip(2)
    jitterBufferNominal = Int(try cursor.uint16())
    try cursor.skip(4)
  }

  /// A mean opinion score, which is sent times ten; 127 stands for unavailable.
  private static func opinion(_ value: UInt8) -> Double? {
    (10...50).contains(value) ? Double(value) / 10 : nil
  }
}
