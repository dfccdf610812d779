/// Puts the digits of one direction together that are one press.
///
/// Pairs are made in passes, the most certain first, and each digit is in one pair only: so the
/// second of two equal digits goes to its own tone, not to the echo of the first.
package struct DigitMatcher: Sendable {
  /// Seconds by which starts and lengths may differ and still agree.
  let tolerance: Double

  /// A tone below this, in seconds, is no digit to a receiver (ITU-T Q.24).
  static let shortestDigit = 0.040
  /// A digit of the same kind, to be heard as a new one, comes this long after the last one, in
  /// seconds: automatic senders pause for 65 ms (ETSI ES 201 235-2), receivers need 40.
  static let shortestPause = 0.040
  /// A tone that begins this long after its event, in seconds, begins after it and not with it.
  static let lateStart = 0.020
  /// SIP INFO comes within this of its digit, in seconds.
  static let infoWindow = 1.0
  /// Presses that are longer, in seconds, are not looked back to for an INFO that contradicts them.
  static let longestDigit = 60.0
  /// Digits that sound together at least this long, in seconds, contradict each other.
  static let contradiction = 0.020

  package init(tolerance: Double = 0.1) {
    self.tolerance = tolerance
  }

  /// Matches digits that are on one timeline, each list in order of start.
  ///
  /// `remnants` are tones too short for a digit, which only a leak is made of.
  package func match(
    inband: [InbandDigit], events: [EventDigit], info: [InfoDigit] = [],
    remnants: [ToneRemnant] = []
  ) -> [DigitMatch] {
    var pairing = DigitPairing(inband, events, remnants, matcher: self)
    pairing.pairAll()
    var matches = pairing.matches.stableSorted { $0.interval.start < $1.interval.start }
    attach(info, to: &matches)
    return matches
  }

  /// Gives each INFO digit, in order, the next press within a second that it may stand for.
  private func attach(_ info: [InfoDigit], to matches: inout [DigitMatch]) {
    var next = 0
    var left: [Int] = []
    for (index, digit) in info.enumerated() {
      let end = endOfBegun(matches, by: digit)
      let found = (next..<max(next, end)).first {
        matches[$0].digit == digit.digit && reaches(digit, matches[$0])
      }
      if let found {
        matches[found].info = index
        next = found + 1
      } else {
        left.append(index)
      }
    }
    for index in left {
      let first = matches.partitioningIndex {
        $0.interval.start >= info[index].start - Self.longestDigit
      }
      let end = endOfBegun(matches, by: info[index])
      let contradicted = (first..<max(first, end)).first {
        matches[$0].info == nil && reaches(info[index], matches[$0])
      }
      guard let contradicted else { continue }
      matches[contradicted].info = index
      matches[contradicted].status = .different
    }
  }

  /// The index behind the presses that have begun where the INFO stands, or may yet have.
  private func endOfBegun(_ matches: [DigitMatch], by info: InfoDigit) -> Int {
    matches.partitioningIndex { $0.interval.start > info.start + Self.infoWindow }
  }

  private func reaches(_ info: InfoDigit, _ match: DigitMatch) -> Bool {
    info.start >= match.interval.start - Self.infoWindow
      && info.start <= match.interval.end + Self.infoWindow
  }
}
