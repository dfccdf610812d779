/// What became of the lines of a key log.
package struct KeyLogCounters: Hashable, Sendable {
  /// Lines with a secret, also one that was there before.
  package internal(set) var lines = 0
  /// Secrets that are kept.
  package internal(set) var secrets = 0
  /// Lines with a comment; empty ones are not counted at all.
  package internal(set) var comments = 0
  /// Lines that are well formed, but under a label that is not used here, such as `CLIENT_EARLY_TRAFFIC_SECRET`.
  package internal(set) var unused = 0
  /// Lines that are none of a key log.
  package internal(set) var malformed = 0
  /// Secrets that were not kept, as there were too many.
  package internal(set) var dropped = 0

  package init() {}
}
