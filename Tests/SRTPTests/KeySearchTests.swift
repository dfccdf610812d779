import Cryptography
import TestSupport
import Testing

@testable import SRTP

@Suite("The search for a key")
struct KeySearchTests {
  /// Three packets of a stream as its sender protects them, with our count of wraps beside.
  private static func samples(
    _ key: MasterKey, mki: Int? = nil, counter: UInt32 = 0, order: Int64? = nil,
    sequence: Int = 1000, count: Int = 3
  ) throws -> [SamplePacket] {
    var context = try SRTPContext(key, identifierBytes: mki)
    return try (0..<count).map { place in
      let sealed = context.protected(rtp(sequence + place), counter)
      return SamplePacket(bytes: try #require(sealed), order: order.map { $0 + Int64(place) })
    }
  }

  private static func search(
    _ keys: [MasterKey], _ samples: [SamplePacket], offset: Int64 = 0
  ) throws -> KeySearchResult {
    var search = KeySearch()
    return try search.search(keys, samples, expectedOffset: offset)
  }

  private static func others(_ count: Int, _ suite: CryptoSuite = .aes128CM80) throws -> [MasterKey]
  {
    try (0..<count).map { try masterKey(suite, seed: UInt64(100 + $0)) }
  }

  @Test("key and suite are found among others", arguments: CryptoSuite.allCases)
  func suite(suite: CryptoSuite) throws {
    let right = try masterKey(suite)
    let keys = try Self.others(3) + Self.others(2, .aes256GCM) + [right] + Self.others(3, .null32)
    let match = KeyMatch(key: right, suite: suite, identifierBytes: 0, rolloverOffset: 0)
    #expect(try Self.search(keys, Self.samples(right)) == .found(match))
    #expect(
      try Self.search(try Self.others(5, suite), Self.samples(right))
        == .notFound(isComplete: true))
  }

  @Test(
    "a key without a suite is tried under all of its length",
    arguments: CryptoSuite.allCases.filter { !$0.rawValue.hasPrefix("NULL") })
  func anySuite(suite: CryptoSuite) throws {
    let key = try MasterKey(secret(1, suite.masterBytes))
    let match = KeyMatch(key: key, suite: suite, identifierBytes: 0, rolloverOffset: 0)
    #expect(try Self.search([key], Self.samples(masterKey(suite))) == .found(match))
  }

  @Test("lengths of the MKI are tried, the said one first", arguments: [0, 1, 2, 4], [0, 3, 4])
  func identifier(real: Int, said: Int) throws {
    let key = try masterKey(.aes128GCM, mki: [UInt8](repeating: 1, count: said))
    let match = KeyMatch(key: key, suite: .aes128GCM, identifierBytes: real, rolloverOffset: 0)
    #expect(try Self.search([key], Self.samples(key, mki: real)) == .found(match))
  }

  struct Counter: Sendable {
    let real: UInt32
    let order: Int64?
    var offset: Int64 = 0
    let found: Int64?
  }

  static let counters = [
    Counter(real: 0, order: nil, found: 0), Counter(real: 1, order: nil, found: 1),
    Counter(real: 64, order: nil, found: 64), Counter(real: 65, order: nil, found: nil),
    // We have seen wraps, too; perhaps more of them than there were.
    Counter(real: 3, order: 65_536 + 1000, found: 2),
    Counter(real: 1, order: 5 * 65_536 + 1000, found: -4),
    Counter(real: 70, order: 10 * 65_536 + 1000, found: 60),
    Counter(real: 500, order: 1000, offset: 499, found: 500),
    Counter(real: 0, order: -65_536 + 1000, found: 1),
  ]

  @Test("rollover counters are tried", arguments: counters, [CryptoSuite.aes192CM32, .aes256GCM])
  func counter(counter: Counter, suite: CryptoSuite) throws {
    let key = try masterKey(suite)
    let samples = try Self.samples(key, counter: counter.real, order: counter.order)
    let result = try Self.search([key], samples, offset: counter.offset)
    let match = counter.found.map {
      KeyMatch(key: key, suite: suite, identifierBytes: 0, rolloverOffset: $0)
    }
    #expect(result == match.map { .found($0) } ?? .notFound(isComplete: true))
  }

  @Test("a wrap among the samples is none of the offset")
  func wrap() throws {
    let key = try masterKey(.aes128CM32)
    let samples =
      try Self.samples(key, counter: 2, order: 65_534, sequence: 65_534, count: 2)
      + Self.samples(key, counter: 3, order: 65_536, sequence: 65_536, count: 1)
    let match = KeyMatch(key: key, suite: .aes128CM32, identifierBytes: 0, rolloverOffset: 2)
    for samples in [samples, samples.reversed()] {
      #expect(try Self.search([key], samples) == .found(match))
    }
  }

  @Test("a damaged sample does not hide the key", arguments: 0..<3)
  func damaged(place: Int) throws {
    let key = try masterKey(.aes256CM80)
    var samples = try Self.samples(key, counter: 7)
    samples[place] = SamplePacket(bytes: rtp(5, payload: 40))
    let match = KeyMatch(key: key, suite: .aes256CM80, identifierBytes: 0, rolloverOffset: 7)
    #expect(try Self.search(try Self.others(2) + [key], samples) == .found(match))
  }

  @Test("a short tag needs a second packet, another is enough alone")
  func proof() throws {
    let short = try masterKey(.aes128CM32)
    let one = try Self.samples(short, count: 1)
    #expect(try Self.search([short], one) == .notFound(isComplete: true))
    #expect(try Self.search([short], one + one) == .notFound(isComplete: true))
    let long = try masterKey(.aes128CM80)
    let match = KeyMatch(key: long, suite: .aes128CM80, identifierBytes: 0, rolloverOffset: 0)
    #expect(try Self.search([long], Self.samples(long, count: 1)) == .found(match))
    #expect(try Self.search([long], []) == .notFound(isComplete: true))
  }

  @Test("keys whose packets have no tags are handed back, where no other is proven")
  func tagless() throws {
    let tagless = try masterKey(.aes128CM80, seed: 2, .unauthenticatedSRTP)
    let right = try masterKey(.aes128CM80)
    let samples = try Self.samples(right)
    let match = KeyMatch(key: right, suite: .aes128CM80, identifierBytes: 0, rolloverOffset: 0)
    #expect(try Self.search([tagless, right], samples) == .found(match))
    #expect(try Self.search([tagless] + Self.others(2), samples) == .unauthenticated([tagless]))
  }

  @Test("many keys cost no more than the bound, and the likeliest are tried in full")
  func bound() throws {
    let key = try masterKey(.aes128CM80)
    let samples = try Self.samples(key, mki: 4, counter: 60)
    let others = try Self.others(KeySearch.mostKeys + 100)
    let match = KeyMatch(key: key, suite: .aes128CM80, identifierBytes: 4, rolloverOffset: 60)
    #expect(try Self.search([key] + others, samples) == .found(match))
    #expect(try Self.search(others + [key], samples) == .notFound(isComplete: false))
    var budget = SearchBudget()
    var tries = 0
    while budget.take(packetBytes: 200) { tries += 1 }
    #expect(tries == SearchBudget.units && budget.isExhausted)
  }

  @Test("RTCP finds its key by itself", arguments: CryptoSuite.allCases, [0, 2])
  func rtcp(suite: CryptoSuite, mki: Int) throws {
    let key = try masterKey(suite)
    var context = try SRTCPContext(key, identifierBytes: mki)
    let sealing = context.protected(RTCPBytes.packet(201, RTCPBytes.words(1)), index: 99)
    let packet = try #require(sealing)
    let match = KeyMatch(key: key, suite: suite, identifierBytes: mki, rolloverOffset: 0)
    var search = KeySearch()
    let found = try search.search(try Self.others(4) + [key], rtcp: packet)
    #expect(found == match)
    let none = try search.search(try Self.others(4), rtcp: packet)
    #expect(none == nil)
  }
}
