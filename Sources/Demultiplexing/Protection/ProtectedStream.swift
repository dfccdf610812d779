import NetworkBytes
package import Playout
import SRTP

/// What is known of the protection of a stream that may be SRTP: its packets are kept whole until a tag, or the end of
/// the trace, says what they are.
package struct ProtectedStream: Sendable {
  package enum State: Sendable {
    /// Nothing has borne out a key yet.
    case closed
    case opened(StreamProtection)
    /// It is in clear.
    case plain
  }

  /// How the two sides agree on keys, as far as is known.
  package enum Agreement: Sendable {
    case sdes, dtls, zrtp, mikey, unknown
  }

  /// Packets that keys are tried on, and those that a payload type is guessed from.
  private static let samples = (keys: 3, guess: 64)

  /// Whether signalling or a handshake says that it is SRTP, and not only that it may be.
  package internal(set) var isCertain = false
  package internal(set) var state = State.closed
  /// Whether keys were tried, and all in vain.
  package internal(set) var wasTried = false
  /// Why the suites that were offered cannot be used.
  package internal(set) var unsupported: String?
  package internal(set) var agreement = Agreement.unknown
  /// Whether packets went as clear before anything said that they are not: what is written is worth nothing.
  var isSpoiled = false
  /// Whether the packets say that their header extensions are encrypted, too (RFC 9335).
  package private(set) var isCryptex = false
  private(set) var samples: [SamplePacket] = []
  /// Three packets that came later, taken anew from time to time: the first may be under a key that nobody tells.
  private(set) var newest: [SamplePacket] = []
  private var seen = 0
  private static let interval = 64
  /// The key ring's version for the stream when keys were tried.
  var triedVersion = 0

  /// Takes a packet that was accepted.
  mutating func note(_ bytes: Span<UInt8>, order: Int64, isUnnamed: Bool) {
    if case .closed = state {
      if seen >= Self.interval, seen % Self.interval < Self.samples.keys {
        if seen % Self.interval == 0 { newest = [] }
        newest.append(SamplePacket(bytes: bytes.copied, order: order))
      }
      seen += 1
    }
    guard samples.count < (isUnnamed ? Self.samples.guess : Self.samples.keys) else { return }
    samples.append(SamplePacket(bytes: bytes.copied, order: order))
    isCryptex = isCryptex || SRTPContext.isCryptex(bytes)
  }

  /// Whether there are as many packets as keys are proven by.
  var hasSamples: Bool { samples.count >= Self.samples.keys }

  /// Whether each packet is to be noted: until there are samples, and as long as nothing opens them.
  var isLookedAt: Bool {
    if case .closed = state { return true }
    return !hasSamples
  }

  /// How its packets lie in batches; nil while that is not known.
  package var protection: PacketProtection? {
    switch state {
    case .closed: nil
    case .opened(let protection): .key(protection)
    case .plain: .plain
    }
  }

  /// The sample packets in clear, each with its number; none where it cannot be opened.
  func openedSamples() -> [(packet: [UInt8], order: Int64)] {
    var match: KeyMatch?
    switch state {
    case .closed: return []
    case .plain: match = nil
    case .opened(let protection): match = protection.match
    }
    guard let match else { return samples.map { ($0.bytes, $0.order) } }
    guard
      var context = try? SRTPContext(
        match.key, suite: match.suite, identifierBytes: match.identifierBytes)
    else { return [] }
    return samples.compactMap { sample in
      var bytes = sample.bytes
      var span = bytes.mutableSpan
      let counter = RolloverCounter.value(order: sample.order, offset: match.rolloverOffset)
      guard case .opened(let count) = context.unprotect(&span, rolloverCounter: counter) else {
        return nil
      }
      return (Array(bytes.prefix(count)), sample.order)
    }
  }
}
