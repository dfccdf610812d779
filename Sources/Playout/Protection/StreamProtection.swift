package import SRTP

/// By which key a stream's packets are opened, as a tag has proven.
package struct StreamProtection: Sendable {
  /// Where a key came from.
  package enum Origin: String, Sendable {
    case sdp, option, keylog, secrets
  }

  /// A key that may be the one.
  package struct Candidate: Sendable {
    package let key: MasterKey
    package let origin: Origin

    package init(_ key: MasterKey, from origin: Origin) {
      (self.key, self.origin) = (key, origin)
    }
  }

  package let match: KeyMatch
  package let origin: Origin
  /// All keys that it may change to, the likeliest first.
  package let candidates: [Candidate]

  package init(_ match: KeyMatch, from origin: Origin, candidates: [Candidate]) {
    (self.match, self.origin, self.candidates) = (match, origin, candidates)
  }
}

/// How the packets of a batch lie in it.
package enum PacketProtection: Sendable {
  /// Whole, and in clear: only their headers are taken away.
  case plain
  /// Whole, and opened by a key.
  case key(StreamProtection)
}

/// What came of opening a stream's packets.
package struct OpenedPackets: Sendable, Equatable {
  /// Packets whose tag was right.
  package var authenticated = 0
  /// Packets whose tag was wrong, or that are too short to have one.
  package var failed = 0
  /// Packets whose header extension is encrypted, too (RFC 9335), which is not undone.
  package var cryptex = 0

  package init(authenticated: Int = 0, failed: Int = 0, cryptex: Int = 0) {
    (self.authenticated, self.failed, self.cryptex) = (authenticated, failed, cryptex)
  }
}
