/// How much audio a packet of a codec holds.
package struct PacketLength: Sendable {
  package enum Choice: Sendable, Equatable {
    /// Any number of frames that this divides.
    case multiples(of: Int)
    /// One of these numbers of frames.
    case only([Int])
  }

  /// Milliseconds that a packet lasts where nobody says (RFC 3551, section 4.2).
  package let usual: Double
  package let choice: Choice

  init(usual: Double = 20, _ choice: Choice) {
    self.usual = usual
    self.choice = choice
  }

  /// Whether a packet can hold that many frames.
  package func allows(_ frames: Int) -> Bool {
    switch choice {
    case .multiples(let unit): frames > 0 && frames % max(1, unit) == 0
    case .only(let lengths): lengths.contains(frames)
    }
  }
}
