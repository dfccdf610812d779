import Cryptography
import NetworkBytes
import Playout
import RTP
import SRTP
import Signalling
import TLS

/// All keys that options, signalling and DTLS handshakes give, and for whom they are.
struct KeyRing {
  private struct Said: Hashable {
    let attribute: CryptoAttribute
    let address: SocketAddress?
    let call: Int?
  }

  /// More keys than this in all session descriptions are not kept.
  private static let mostSaid = 4096

  private let options: [KeyOption]
  /// Whether what signalling and handshakes say of protection is passed over.
  private let isPlain: Bool
  private let keyLogOrigin: StreamProtection.Origin
  /// What `a=crypto` lines say, in order.
  private var said: [Said] = []
  private var isSaid: Set<Said> = []
  /// The receivers, and senders, of media whose crypto lines were read, and those whose suites none of ours is.
  private var byAddress: [SocketAddress: [Int]] = [:]
  private var unsupported: [SocketAddress: String] = [:]
  /// Addresses between which ZRTP has agreed on keys.
  private var zrtp: Set<[SocketAddress]> = []
  private(set) var handshakes = DTLSObserver()
  /// How many crypto lines each call has.
  private var byCall: [Int: Int] = [:]
  /// Goes up with each key that comes.
  private var version = 0
  /// Goes up with the secrets of handshakes.
  private var keyLogVersion = 0
  /// Crypto lines beyond the limit.
  private(set) var notKept = 0

  init(_ options: DemultiplexingOptions) {
    self.options = options.keys
    isPlain = options.isPlain
    keyLogOrigin = options.keyLog.isEmpty ? .secrets : .keylog
    version = self.options.isEmpty ? 0 : 1
    for media in options.description?.media ?? [] {
      note(media.cryptoLines, at: [], call: nil)
    }
  }

  /// Whether there is anything that may open a stream.
  var isEmpty: Bool { version == 0 }

  /// Takes the crypto lines of an announcement.
  mutating func learn(_ announcement: MediaAnnouncement) {
    guard !announcement.media.cryptoLines.isEmpty else { return }
    note(
      announcement.media.cryptoLines,
      at: [announcement.address] + announcement.media.candidates, call: announcement.call)
  }

  private mutating func note(_ lines: [String], at addresses: [SocketAddress], call: Int?) {
    for line in lines {
      do throws(SRTPError) {
        let attribute = try CryptoAttribute(line)
        let said = Said(attribute: attribute, address: addresses.first, call: call)
        // A retransmission, or the session's refresh, says nothing new.
        guard !isSaid.contains(said) else { continue }
        guard self.said.count < Self.mostSaid else {
          notKept += 1
          continue
        }
        isSaid.insert(said)
        for address in addresses { byAddress[address, default: []].append(self.said.count) }
        if let call { byCall[call, default: 0] += 1 }
        self.said.append(said)
        version += 1
      } catch {
        for address in addresses where unsupported.count < Self.mostSaid {
          unsupported[address] = error.description
        }
      }
    }
  }

  /// Takes a datagram of DTLS.
  mutating func receive(
    dtls bytes: Span<UInt8>, from source: SocketAddress, to destination: SocketAddress
  ) {
    if handshakes.receive(bytes, from: source, to: destination) { version += 1 }
  }

  /// Takes the end of a handshake of ZRTP.
  mutating func noteZRTP(between source: SocketAddress, and destination: SocketAddress) {
    guard zrtp.count < Self.mostSaid else { return }
    zrtp.formUnion([[source, destination], [destination, source]])
  }

  /// Whether ZRTP has agreed on keys for a stream.
  func hasAgreedByZRTP(_ key: StreamKey) -> Bool {
    !zrtp.isEmpty && zrtp.contains([key.source, key.destination])
  }

  /// Notes that the key log has grown.
  mutating func noteKeyLog() {
    version += 1
    keyLogVersion += 1
  }

  /// Goes up with each key that is likely to be a stream's: its addresses', its call's, of its handshakes.
  func version(for key: StreamKey, call: Int?) -> Int {
    let addresses = (byAddress[key.source]?.count ?? 0) + (byAddress[key.destination]?.count ?? 0)
    let handshakes = handshakes.associations(between: key.source, and: key.destination).count
    return 1 + addresses + (call.flatMap { byCall[$0] } ?? 0) + handshakes + keyLogVersion
  }

  /// Whether a stream may be protected, as far as is known; signalling's profile apart.
  func mayProtect(_ key: StreamKey) -> Bool {
    guard !isPlain else { return false }
    return options.contains { $0.ssrc == nil || $0.ssrc == key.ssrc }
      || byAddress[key.source] != nil || byAddress[key.destination] != nil
      || isNegotiated(key)
  }

  /// Whether a DTLS handshake between a stream's addresses agrees on SRTP.
  func isNegotiated(_ key: StreamKey) -> Bool {
    !isPlain
      && handshakes.associations(between: key.source, and: key.destination).contains(
        where: \.isForSRTP)
  }

  /// Why the suites that signalling offers for a stream cannot be used; nil where one can, or none is offered.
  func unsupportedSuite(of key: StreamKey) -> String? {
    guard byAddress[key.source] == nil, byAddress[key.destination] == nil else { return nil }
    return unsupported[key.source] ?? unsupported[key.destination]
  }

  /// The keys that may open a stream, the likeliest first: the option's, those of its handshake, its sender's own
  /// (RFC 4568, section 6.1), those of its call, all others.
  ///
  /// Receivers send RTCP by an SSRC of their own, for which no option speaks: for them all options do.
  func candidates(
    for key: StreamKey, call: Int?, keyLog: KeyLog, isRTCP: Bool = false
  ) -> [StreamProtection.Candidate] {
    var candidates: [StreamProtection.Candidate] = []
    for option in options where isRTCP || option.ssrc == nil || option.ssrc == key.ssrc {
      candidates += option.keys.map { .init($0, from: .option) }
    }
    if !keyLog.isEmpty { candidates += negotiated(key, keyLog) }
    var taken: Set<Int> = []
    for index in byAddress[key.source] ?? [] where taken.insert(index).inserted { add(index) }
    for index in byAddress[key.destination] ?? [] where taken.insert(index).inserted { add(index) }
    for index in said.indices
    where call != nil && said[index].call == call && taken.insert(index).inserted {
      add(index)
    }
    for index in said.indices where taken.insert(index).inserted { add(index) }
    func add(_ index: Int) {
      candidates += said[index].attribute.keys.map { .init($0, from: .sdp) }
    }
    return candidates
  }

  /// The keys of the handshakes between a stream's addresses; where there was none, of all.
  private func negotiated(
    _ key: StreamKey, _ keyLog: KeyLog
  ) -> [StreamProtection.Candidate] {
    let own = handshakes.associations(between: key.source, and: key.destination)
    let others = own.isEmpty ? handshakes.associations : []
    // The newest handshake is likeliest.
    return (own.reversed() + others.reversed()).flatMap { association in
      let pairs = (try? association.masterKeys(from: keyLog)) ?? []
      return pairs.flatMap { pair in
        let isClient = association.client == key.source
        return [isClient ? pair.client : pair.server, isClient ? pair.server : pair.client]
          .compactMap { MasterKey($0, profile: pair.profile.rawValue) }
          .map { StreamProtection.Candidate($0, from: keyLogOrigin) }
      }
    }
  }
}

extension MasterKey {
  /// A key that a DTLS handshake exported, for a protection profile (RFC 5764, section 4.1.2).
  fileprivate init?(_ exported: SRTPMasterKey, profile: UInt16) {
    guard let suite = CryptoSuite(profileNumber: profile) else { return nil }
    let (key, salt) = (exported.key.bytes, exported.salt.bytes)
    let secret = SecretBytes(count: key.count + salt.count) { bytes in
      for index in key.indices { bytes[index] = key[index] }
      for index in salt.indices { bytes[key.count + index] = salt[index] }
    }
    do throws(SRTPError) { try self.init(secret, suite: suite) } catch { return nil }
  }
}
