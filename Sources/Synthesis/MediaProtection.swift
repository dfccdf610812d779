internal import Cryptography
internal import SRTP
internal import Tones

/// The suite of SRTP and the key by which the media of a trace are protected (RFC 3711).
package struct MediaProtection: Sendable {
  /// What a suite may be called.
  package static let suites = CryptoSuite.allCases.map(\.rawValue)

  private let suite: CryptoSuite
  /// What the caller sends by; nil where that, too, follows from the seed.
  private let key: MasterKey?

  /// Reads `SUITE[:KEY]`, the key with its salt in base64, in hexadecimal or as an SDP has it.
  ///
  /// Also a whole `a=crypto`, whose identifier and session parameters then hold for both parties.
  package static func parse(_ text: String) throws(SynthesisError) -> MediaProtection {
    do throws(SRTPError) {
      guard text.contains(where: { $0 == ":" || $0.isWhitespace }) else {
        return MediaProtection(suite: try CryptoSuite.named(text), key: nil)
      }
      let option = try KeyOption(text)
      if option.ssrc == nil, option.keys.count == 1, let key = option.keys.first,
        key.suites.count == 1, let suite = key.suites.first
      {
        return MediaProtection(suite: suite, key: key)
      }
    } catch {
      throw .argument("--srtp: \(error)")
    }
    throw .argument("--srtp takes SUITE or SUITE:KEY, with one key and without SSRC")
  }

  /// The keys by which caller and callee send.
  func keys(seed: UInt64) throws(SynthesisError) -> (caller: MasterKey, callee: MasterKey) {
    do throws(SRTPError) {
      let callee = try derived(seed, 1)
      if let key { return (key, callee) }
      return (try derived(seed, 0), callee)
    } catch {
      throw .argument("--srtp: \(error)")
    }
  }

  private func derived(_ seed: UInt64, _ party: UInt64) throws(SRTPError) -> MasterKey {
    // Another row of numbers than that of any stream, or the key would stand in the headers.
    var random = RandomSource(seed: ~(seed &* 4 &+ party))
    let secret = SecretBytes(count: suite.masterBytes) { bytes in
      for index in bytes.indices { bytes[index] = UInt8(truncatingIfNeeded: random.next() >> 32) }
    }
    return try MasterKey(
      secret, suite: suite, identifier: key?.identifier, parameters: key?.parameters ?? [])
  }
}
