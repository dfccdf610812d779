/// A key that the tags of a stream have proven, and how its packets are to be read.
package struct KeyMatch: Hashable, Sendable {
  package let key: MasterKey
  package let suite: CryptoSuite
  /// The length of the MKI in each packet, in bytes.
  package let identifierBytes: Int
  /// What to add to the wraps that we count (`RolloverCounter`).
  package let rolloverOffset: Int64
}

/// What a search came to.
package enum KeySearchResult: Equatable, Sendable {
  case found(KeyMatch)
  /// Of these keys it was said that packets have no tags (UNAUTHENTICATED_SRTP), and no other key was proven.
  ///
  /// Nothing proves such a key but what comes out.
  case unauthenticated([MasterKey])
  /// No key fits, or, if `isComplete` is false, none that was tried before the bound was reached.
  case notFound(isComplete: Bool)
}
