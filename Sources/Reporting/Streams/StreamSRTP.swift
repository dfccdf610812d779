import Demultiplexing
package import Playout
package import SRTP

/// What the report says of a stream's encryption by SRTP.
package struct StreamSRTP: Sendable {
  package enum State: String, Sendable {
    case decrypted
    /// No key was there to be tried.
    case noKey = "no-key"
    /// No tag bears out any of the keys.
    case wrongKey = "wrong-key"
    /// The suite is none that can be opened.
    case unsupported
  }

  package let state: State
  package let suite: CryptoSuite?
  package let origin: StreamProtection.Origin?
  /// Packets by their tag; nil where they were not opened.
  package let opened: OpenedPackets?
  private let agreement: ProtectedStream.Agreement
  private let unsupported: String?
  /// Whether signalling or a handshake says so, and not only the look of its payloads.
  private let isAnnounced: Bool

  /// Nil where the stream is in clear; `looksEncrypted` is what its payloads look like.
  init?(_ protected: ProtectedStream?, _ opened: OpenedPackets?, looksEncrypted: Bool) {
    guard let protected else {
      guard looksEncrypted else { return nil }
      (state, suite, origin, self.opened) = (.noKey, nil, nil, nil)
      (agreement, unsupported, isAnnounced) = (.unknown, nil, false)
      return
    }
    isAnnounced = protected.isCertain
    agreement = protected.agreement
    unsupported = protected.unsupported
    switch protected.state {
    case .plain:
      guard looksEncrypted else { return nil }
      state = protected.wasTried ? .wrongKey : .noKey
      (suite, origin, self.opened) = (nil, nil, nil)
    case .opened(let protection):
      state = .decrypted
      (suite, origin, self.opened) = (protection.match.suite, protection.origin, opened)
    case .closed:
      (suite, origin, self.opened) = (nil, nil, nil)
      if protected.isCryptex || protected.unsupported != nil {
        state = .unsupported
      } else {
        state = protected.wasTried ? .wrongKey : .noKey
      }
    }
  }

  /// Whether it could not be opened.
  package var isClosed: Bool { state != .decrypted }

  /// What it is encrypted by.
  private var kind: String {
    switch agreement {
    case .dtls: "encrypted by DTLS-SRTP"
    case .zrtp: "encrypted by ZRTP"
    case .mikey: "encrypted by SRTP with keys by MIKEY"
    case .sdes, .unknown: "encrypted by SRTP"
    }
  }

  /// Why it could not be opened, and what to do; nil where it was.
  var refusal: String? {
    let nothing = "; nothing was written"
    switch state {
    case .decrypted: return nil
    case .unsupported:
      return "\(kind): "
        + (unsupported ?? "its header extensions are encrypted, too (cryptex, RFC 9335)") + nothing
    case .wrongKey:
      return
        "\(kind): no authentication tag bears out any key that is there; pass the right one with "
        + (agreement == .dtls ? "--keylog FILE" : "--srtp-key KEY") + nothing
    case .noKey:
      return kind + advice + nothing
    }
  }

  private var advice: String {
    switch agreement {
    case .dtls:
      ": its keys are in no trace; pass the handshake's secrets with --keylog FILE (SSLKEYLOGFILE)"
    case .zrtp:
      ": both sides made its keys, and no trace holds them; pass one with --srtp-key KEY"
    case .mikey: ": MIKEY is not read; pass the key with --srtp-key KEY"
    case .sdes, .unknown:
      isAnnounced
        ? ": its SDP says so, and holds no key (a=crypto); pass one with --srtp-key KEY, or --plain if the "
          + "packets are in clear after all"
        : ", by the look of its payloads; pass the key with --srtp-key KEY"
    }
  }

  /// What was wrong with single packets.
  var warnings: [String] {
    guard let opened else { return [] }
    var warnings: [String] = []
    if opened.failed > 0 {
      warnings.append(
        "\(opened.failed) packet\(opened.failed == 1 ? "" : "s") with a wrong authentication tag "
          + "\(opened.failed == 1 ? "was" : "were") left out")
    }
    if opened.cryptex > 0 {
      warnings.append(
        "\(opened.cryptex) packet\(opened.cryptex == 1 ? "" : "s") with encrypted header extensions "
          + "(cryptex, RFC 9335) could not be opened")
    }
    return warnings
  }
}
