/// A call: all that is said under one Call-ID.
///
/// Its texts are cut off at 1 KB; what is no UTF-8 in them is replaced by U+FFFD. They come from the
/// trace and may hold control characters.
package struct Call: Hashable, Sendable {
  /// The Call-ID, without its header's name.
  package let callID: String
  /// The caller's URI as written in From, without display name and tag.
  package let from: String?
  /// The callee's URI as written in To.
  package let to: String?
  /// Capture time of the first message, in the unit of the times that `receive` was given.
  package let startTime: Int64

  /// About what it takes in memory.
  var bytes: Int {
    128 + callID.utf8.count + (from?.utf8.count ?? 0) + (to?.utf8.count ?? 0)
  }
}

/// A side of a call.
package enum Party: Hashable, Sendable {
  /// The sender of the initial INVITE, known by the From tag, and so also when it is re-invited.
  case caller
  /// Whoever answers, all forks included.
  case callee

  /// The other side.
  package var other: Party { self == .caller ? .callee : .caller }
}
