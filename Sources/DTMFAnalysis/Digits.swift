package import Audio
package import Tones

/// A digit that was heard in a stream's audio.
package struct InbandDigit: Sendable, Equatable {
  package let digit: DTMFDigit
  package let interval: Interval
  /// dBm0 of the tone of the low group and of the high one.
  package let levelLow: Double
  package let levelHigh: Double
  /// Percent by which each tone is off its nominal frequency.
  package let errorLow: Double
  package let errorHigh: Double

  /// dB by which the high group is the stronger.
  package var twist: Double { levelHigh - levelLow }

  package init(
    digit: DTMFDigit, interval: Interval, levelLow: Double = -10, levelHigh: Double = -8,
    errorLow: Double = 0, errorHigh: Double = 0
  ) {
    self.digit = digit
    self.interval = interval
    self.levelLow = levelLow
    self.levelHigh = levelHigh
    self.errorLow = errorLow
    self.errorHigh = errorHigh
  }

  /// Takes what the detector heard at `sampleRate` frames a second.
  package init(_ heard: DetectedDigit, sampleRate: Int) {
    self.init(
      digit: heard.digit, interval: Interval(heard.start, heard.end, sampleRate: sampleRate),
      levelLow: heard.levelLow, levelHigh: heard.levelHigh, errorLow: heard.errorLow,
      errorHigh: heard.errorHigh)
  }
}

/// A tone pair in the audio that is too short to be a digit.
package struct ToneRemnant: Sendable, Equatable {
  package let digit: DTMFDigit
  package let interval: Interval

  package init(digit: DTMFDigit, interval: Interval) {
    self.digit = digit
    self.interval = interval
  }

  /// Takes a near miss of the detector; nil where it was turned down for another reason.
  package init?(_ miss: NearMiss, sampleRate: Int) {
    guard miss.rule == .tooShort else { return nil }
    self.init(
      digit: miss.digit, interval: Interval(miss.start, miss.end, sampleRate: sampleRate))
  }
}

/// A digit that a SIP INFO request signalled.
package struct InfoDigit: Sendable, Equatable {
  package let digit: DTMFDigit
  /// When the message was captured, in seconds from the stream's time zero.
  package let start: Double
  /// Seconds, where the message says so.
  package let duration: Double?

  package init(digit: DTMFDigit, start: Double, duration: Double? = nil) {
    self.digit = digit
    self.start = start
    self.duration = duration
  }
}

extension Interval {
  fileprivate init(_ start: Int64, _ end: Int64, sampleRate: Int) {
    let rate = Double(max(1, sampleRate))
    self.init(start: Double(start) / rate, end: Double(end) / rate)
  }
}
