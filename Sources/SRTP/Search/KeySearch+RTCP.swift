package import Cryptography

extension KeySearch {
  /// Searches for the key of a packet of RTCP, whose sender may have sent no RTP; its index it brings along.
  ///
  /// The match has no rollover offset.
  ///
  /// - Parameter keys: the candidates, the likeliest first.
  package mutating func search(
    _ keys: [MasterKey], rtcp packet: [UInt8]
  ) throws(CryptographyError) -> KeyMatch? {
    var budget = SearchBudget()
    for attempt in Self.attempts(Array(keys.prefix(Self.mostKeys))) {
      guard let verifier = try verifier(attempt, .rtcp, &budget) else { return nil }
      for length in attempt.identifierLengths {
        guard budget.take(packetBytes: packet.count) else { return nil }
        if verifier.verifies(rtcp: packet.span, identifierBytes: length) {
          return KeyMatch(
            key: attempt.key, suite: attempt.suite, identifierBytes: length, rolloverOffset: 0)
        }
      }
    }
    return nil
  }
}
