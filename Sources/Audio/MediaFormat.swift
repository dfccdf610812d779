/// What a payload type stands for: an `a=rtpmap` line and its `a=fmtp` (RFC 8866, section 6.6).
package struct MediaFormat: Hashable, Sendable {
  /// The encoding name as it was written; compared without regard to case.
  package let encodingName: String
  /// RTP timestamp ticks a second.
  package let clockRate: Int
  /// Audio channels; 1 where the rtpmap does not say.
  package let channels: Int
  /// The format-specific parameters, as written after the payload type; empty where there are none.
  package let parameters: String

  package init(
    encodingName: String, clockRate: Int, channels: Int = 1, parameters: String = ""
  ) {
    self.encodingName = encodingName
    self.clockRate = clockRate
    self.channels = channels
    self.parameters = parameters
  }

  /// The encoding name in upper case, which identifies the codec (RFC 4855, section 3).
  package var key: String { encodingName.uppercased() }
}

extension MediaFormat {
  /// The value of an rtpmap without its payload type; one channel is not said (RFC 8866, section 6.6).
  package var rtpmap: String {
    "\(encodingName)/\(clockRate)" + (channels == 1 ? "" : "/\(channels)")
  }

  /// Reads the value of an rtpmap without its payload type: `opus/48000/2`.
  ///
  /// Nil unless there is a name and a positive clock rate; at most 255 channels.
  package init?(rtpmap: some StringProtocol, parameters: String = "") {
    let parts = rtpmap.split(separator: "/", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), !parts[0].isEmpty,
      let clockRate = Int(parts[1]), (1...10_000_000).contains(clockRate),
      let channels = parts.count == 3 ? Int(parts[2]) : 1, (1...255).contains(channels)
    else { return nil }
    self.init(
      encodingName: String(parts[0]), clockRate: clockRate, channels: channels,
      parameters: parameters)
  }
}
