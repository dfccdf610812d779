package import Audio

/// A DTMF digit that was heard in audio.
package struct DetectedDigit: Sendable, Equatable {
  package let digit: DTMFDigit
  /// The first frame of the tone, counted from the start of the audio at its own sample rate.
  package let start: Int64
  /// The frame after the tone's last.
  package let end: Int64
  /// dBm0 of the tone of the low group; a full-scale sine has +3.14.
  package let levelLow: Double
  /// dBm0 of the tone of the high group.
  package let levelHigh: Double
  /// Percent by which the low tone is above (or, negative, below) its nominal frequency.
  package let errorLow: Double
  /// Percent by which the high tone is above (or, negative, below) its nominal frequency.
  package let errorHigh: Double

  /// dB by which the high group is the stronger; negative where it is the weaker.
  package var twist: Double { levelHigh - levelLow }
}
