import Cryptography
import SRTP
import TestSupport

/// An RTP packet of speech, as no sender makes it twice.
func rtp(
  _ sequenceNumber: Int, ssrc: Int = 0x1a2b_3c4d, payload count: Int = 160, csrcs: Int = 0,
  extension words: Int? = nil, profile: Int = 0xbede
) -> [UInt8] {
  var random = Randomness(seed: UInt64(sequenceNumber))
  var packet =
    [0x80 | UInt8(csrcs) | (words == nil ? 0 : 0x10), 0] + big16(sequenceNumber & 0xffff)
  packet += big32(sequenceNumber * 160 & 0xffff_ffff) + big32(ssrc)
  packet += random.bytes(4 * csrcs)
  if let words { packet += big16(profile) + big16(words) + random.bytes(4 * words) }
  return packet + random.bytes(count)
}

func masterKey(
  _ suite: CryptoSuite, seed: UInt64 = 1, mki: [UInt8] = [], _ parameters: SessionParameters = []
) throws -> MasterKey {
  try MasterKey(
    secret(seed, suite.masterBytes), suite: suite,
    identifier: mki.isEmpty ? nil : MasterKeyIdentifier(bytes: mki), parameters: parameters)
}

func secretBytes(_ seed: UInt64, _ count: Int) -> [UInt8] {
  var random = Randomness(seed: seed)
  return random.bytes(count)
}

func secret(_ seed: UInt64, _ count: Int) -> SecretBytes { secret(secretBytes(seed, count)) }

func secret(_ bytes: [UInt8]) -> SecretBytes { SecretBytes(copying: bytes.span) }

extension SRTPContext {
  mutating func unprotected(_ packet: [UInt8], _ counter: UInt32 = 0) -> Opened {
    var packet = packet
    var span = packet.mutableSpan
    let outcome = unprotect(&span, rolloverCounter: counter)
    return Opened(outcome, packet)
  }

  mutating func protected(_ packet: [UInt8], _ counter: UInt32 = 0) -> [UInt8]? {
    var packet = packet
    return protect(&packet, rolloverCounter: counter) ? packet : nil
  }
}

extension SRTCPContext {
  mutating func unprotected(_ packet: [UInt8]) -> Opened {
    var packet = packet
    var span = packet.mutableSpan
    let outcome = unprotect(&span)
    return Opened(outcome, packet)
  }

  mutating func protected(_ packet: [UInt8], index: UInt32) -> [UInt8]? {
    var packet = packet
    return protect(&packet, index: index) ? packet : nil
  }
}

/// What became of a packet, and what is in its place.
struct Opened: Equatable {
  let outcome: UnprotectedPacket
  let bytes: [UInt8]

  init(_ outcome: UnprotectedPacket, _ bytes: [UInt8]) {
    (self.outcome, self.bytes) = (outcome, bytes)
  }

  /// The packet in clear, where it was opened.
  var clear: [UInt8]? {
    guard case .opened(let count) = outcome else { return nil }
    return Array(bytes.prefix(count))
  }
}
