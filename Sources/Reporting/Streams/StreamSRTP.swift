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
  /// Whether a DTLS handshake gave it keys.
  private let isNegotiated: Bool
  private let unsupported: String?
  /// Whether signalling or a handshake says so, and not only the look of its payloads.
  private let isAnnounced: Bool

  /// Nil where the stream is in clear; `looksEncrypted` is what its payloads look like.
  init?(_ protected: ProtectedStream?, _ opened: OpenedPackets?, looksEncrypted: Bool) {
    guard let protected else {
      guard looksEncrypted else { return nil }
      (state, suite, origin, self.opened) = (.noKey, nil, nil, nil)
      (isNegotiated, unsupported, isAnnounced) = (false, nil, false)
      return
    }
    isAnnounced = protected.isCertain
    isNegotiated = protected.isNegotiated
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

  /// Why it could not be opened, and what to do; nil where it was.
  var refusal: String? {
    let how = isNegotiated ? "encrypted by DTLS-SRTP" : "encrypted by SRTP"
    switch state {
    case .decrypted: return nil
    case .unsupported:
      let reason = unsupported ?? "its header extensions are encrypted, too (cryptex, RFC 9335)"
      return "\(how): \(reason); nothing was written"
    case .wrongKey:
      return "\(how): no authentication tag bears out any key that is there; nothing was written; "
        + "pass the right one with \(isNegotiated ? "--keylog FILE" : "--srtp-key KEY")"
    case .noKey where isNegotiated:
      return "\(how): its keys are in no trace; pass the handshake's secrets with --keylog FILE "
        + "(SSLKEYLOGFILE); nothing was written"
    case .noKey where !isAnnounced:
      return
        "encrypted: its payloads have the size or the heads of SRTP's, and the look of noise; pass the key "
        + "with --srtp-key KEY; nothing was written"
    case .noKey:
      return
        "\(how): its SDP says so, and holds no key (a=crypto); pass one with --srtp-key KEY, or "
        + "--plain if the packets are in clear after all; nothing was written"
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
