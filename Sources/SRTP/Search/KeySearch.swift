package import Cryptography

/// Finds out by which key, suite, MKI length and rollover counter the packets of a stream are protected.
///
/// What proves a key is a tag: of 80 bits and more one, of 32 bits two. A search costs at most 16,384 tries of small
/// packets (`SearchBudget`), about 10 ms. Session keys are kept for the streams that follow.
package struct KeySearch: ~Copyable, Sendable {
  /// The keys that are tried at most; those that are likelier come first.
  package static let mostKeys = 4096
  /// The rollover counters that are tried, beside those near the expected one: 64 wraps are a day at 20 ms.
  package static let mostRollovers = 64
  /// The likeliest keys, under each suite.
  private static let nearAttempts = 8
  /// The lengths of an MKI that are tried where none was said, in bytes.
  static let identifierLengths = [0, 1, 2, 4]
  /// Above this, what was kept is dropped: some 4 MB.
  private static let mostKept = 1024

  private var kept: [TagVerifier.Key: TagVerifier] = [:]

  package init() {}

  /// Searches for the key of a stream.
  ///
  /// - Parameter keys: the candidates, the likeliest first.
  /// - Parameter samples: up to three whole packets; with only one, a suite with short tags cannot be proven.
  /// - Parameter expectedOffset: what is tried first, as when a key has changed in mid-stream.
  package mutating func search(
    _ keys: [MasterKey], _ samples: [SamplePacket], expectedOffset: Int64 = 0
  ) throws(CryptographyError) -> KeySearchResult {
    let samples = samples.prefix(3).sorted { $0.bytes.count < $1.bytes.count }
    let attempts = Self.attempts(keys.prefix(Self.mostKeys).filter { !$0.isTagless })[...]
    let near = attempts.prefix(Self.nearAttempts)
    var budget = SearchBudget()
    // What is usual by all keys comes before what is not, but for the likeliest keys, lest many others use up all tries.
    let rounds: [Round] = [
      Round(attempts: near, samples: samples[...], isWide: false),
      Round(attempts: near, samples: samples.prefix(1), isWide: true),
      Round(attempts: attempts, samples: samples[...], isWide: false),
      Round(attempts: attempts, samples: samples[...], isWide: true),
    ]
    for round in rounds {
      for sample in round.samples {
        let counters = Self.counters(sample, expectedOffset)[...]
        for attempt in round.attempts {
          let match = try find(
            attempt, sample, round.isWide ? counters : counters.prefix(1),
            attempt.identifierLengths.prefix(round.isWide ? .max : 1), samples, &budget)
          if let match { return .found(match) }
        }
      }
    }
    let tagless = keys.prefix(Self.mostKeys).filter(\.isTagless)
    guard tagless.isEmpty else { return .unauthenticated(tagless) }
    return .notFound(isComplete: !budget.isExhausted && keys.count <= Self.mostKeys)
  }

  /// Tries one key and suite on one packet; where the tag is short, another packet must bear it out.
  private mutating func find(
    _ attempt: Attempt, _ sample: SamplePacket, _ counters: ArraySlice<UInt32>,
    _ lengths: ArraySlice<Int>, _ samples: [SamplePacket], _ budget: inout SearchBudget
  ) throws(CryptographyError) -> KeyMatch? {
    guard !budget.isExhausted, let verifier = try verifier(attempt, .rtp, &budget) else {
      return nil
    }
    let packet = sample.bytes.span
    for length in lengths {
      for counter in counters {
        guard budget.take(packetBytes: packet.count) else { return nil }
        guard verifier.verifies(packet, rolloverCounter: counter, identifierBytes: length) else {
          continue
        }
        let match = KeyMatch(
          key: attempt.key, suite: attempt.suite, identifierBytes: length,
          rolloverOffset: RolloverCounter.offset(order: sample.order, value: counter))
        if attempt.suite.tagBytes >= 10 || Self.isBorneOut(match, by: verifier, samples, sample) {
          return match
        }
      }
    }
    return nil
  }

  private static func isBorneOut(
    _ match: KeyMatch, by verifier: TagVerifier, _ samples: [SamplePacket], _ first: SamplePacket
  ) -> Bool {
    samples.contains { sample in
      sample.bytes != first.bytes
        && verifier.verifies(
          sample.bytes.span,
          rolloverCounter: RolloverCounter.value(order: sample.order, offset: match.rolloverOffset),
          identifierBytes: match.identifierBytes)
    }
  }

  /// What tries this key and suite; nil where the budget has no more for a derivation.
  mutating func verifier(
    _ attempt: Attempt, _ use: SessionKeys.Use, _ budget: inout SearchBudget
  ) throws(CryptographyError) -> TagVerifier? {
    let key = TagVerifier.Key(secret: attempt.key.secret, suite: attempt.suite, use: use)
    if let verifier = kept[key] { return verifier }
    guard budget.take(SearchBudget.derivation) else { return nil }
    let verifier = try TagVerifier(key)
    if kept.count >= Self.mostKept { kept.removeAll() }
    kept[key] = verifier
    return verifier
  }
}
