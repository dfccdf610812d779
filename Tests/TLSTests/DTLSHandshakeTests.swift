import Cryptography
import NetworkBytes
import TestSupport
import Testing

@testable import TLS

@Suite(
  "Handshakes of DTLS", .waitsForOthers,
  .enabled(if: Handshakes.areThere && Libgcrypt.isThere, "OpenSSL, Python or libgcrypt is missing"))
struct DTLSHandshakeTests {
  private static let cases: [String] = [
    "ECDHE-ECDSA-AES128-GCM-SHA256 srtp=SRTP_AES128_CM_SHA1_80",
    "ECDHE-ECDSA-AES128-GCM-SHA256 srtp=SRTP_AES128_CM_SHA1_32 retry",
    "ECDHE-RSA-AES256-GCM-SHA384 srtp=SRTP_AES128_CM_SHA1_80:SRTP_AEAD_AES_128_GCM",
    "ECDHE-RSA-AES256-GCM-SHA384 srtp=SRTP_AEAD_AES_256_GCM retry mtu=256",
    "ECDHE-RSA-CHACHA20-POLY1305 srtp=SRTP_AEAD_AES_128_GCM mtu=256",
    "ECDHE-RSA-AES256-SHA384 srtp=SRTP_AES128_CM_SHA1_80", "AES128-SHA srtp=SRTP_AES128_CM_SHA1_80",
    "AES128-SHA srtp=SRTP_AES128_CM_SHA1_80 resume",
  ].map { "dtls12 \($0)" }

  private func receive(_ flights: [Handshake.Flight], _ observer: inout DTLSObserver) {
    for flight in flights where looksLikeDTLS(flight.bytes.span) {
      _ = observer.receive(
        flight.bytes.span, from: flight.isOfClient ? alice : bob,
        to: flight.isOfClient ? bob : alice)
    }
  }

  /// What OpenSSL exported: the keys of client and server, then their salts.
  private func joined(_ keys: SRTPMasterKeys) -> [UInt8] {
    [keys.client.key, keys.server.key, keys.client.salt, keys.server.salt].flatMap {
      $0.bytes.copied
    }
  }

  private func check(_ observer: DTLSObserver, _ handshake: Handshake, _ name: String) throws {
    let associations = observer.associations(between: bob, and: alice)
    #expect(associations.count == 1, "\(name)")
    let association = try #require(associations.first)
    #expect((association.client, association.server) == (alice, bob))
    #expect(association.version == .dtls12)
    #expect(association.isForSRTP)
    #expect(association.chosenSRTP?.profiles == handshake.profile.map { [$0] })
    #expect(association.chosenSRTP?.masterKeyIdentifier == [])
    let keys = try association.masterKeys(from: handshake.keys)
    #expect(keys.map(\.profile.rawValue) == [handshake.profile], "\(name)")
    #expect(keys.map(joined) == [handshake.exported.map { bytes(hex: $0) }], "\(name)")
  }

  @Test("give the keys that OpenSSL exports, by each profile")
  func openSSL() throws {
    for (name, handshake) in zip(Self.cases, try Handshakes.record(Self.cases)) {
      var observer = DTLSObserver()
      receive(handshake.flights, &observer)
      try check(observer, handshake, name)
    }
  }

  @Test("a hash function that is not known gives a pair of keys for each that it can be")
  func unknownSuite() throws {
    for suite in ["ECDHE-ECDSA-AES128-CCM", "ECDHE-ECDSA-CAMELLIA256-SHA384"] {
      let handshake = try Handshakes.record("dtls12 \(suite) srtp=SRTP_AES128_CM_SHA1_80")
      var observer = DTLSObserver()
      receive(handshake.flights, &observer)
      let association = try #require(observer.associations.first)
      let keys = try association.masterKeys(from: handshake.keys)
      #expect(keys.count == 2)
      #expect(keys.map(joined).contains { $0 == handshake.exported.map { bytes(hex: $0) } })
    }
  }

  @Test("records come in any order, twice, several in a datagram, the answer before the question")
  func disorder() throws {
    let name = "dtls12 ECDHE-RSA-AES256-GCM-SHA384 srtp=SRTP_AEAD_AES_256_GCM mtu=256"
    let handshake = try Handshakes.record(name)
    var generator = Randomness(seed: 9147)
    for _ in 0..<50 {
      var flights = (handshake.flights + handshake.flights).shuffled(using: &generator)
      for index in flights.indices.dropLast().reversed()
      where flights[index].isOfClient == flights[index + 1].isOfClient
        && generator.chance(50)
      {
        let joined = flights[index].bytes + flights.remove(at: index + 1).bytes
        flights[index] = Handshake.Flight(isOfClient: flights[index].isOfClient, bytes: joined)
      }
      var observer = DTLSObserver()
      receive(flights, &observer)
      try check(observer, handshake, name)
    }
  }

  @Test("a second handshake on the same addresses gives further keys")
  func again() throws {
    let handshakes = try Handshakes.record(Array(Self.cases[..<3]))
    var observer = DTLSObserver()
    for handshake in handshakes { receive(handshake.flights, &observer) }
    let associations = observer.associations(between: alice, and: bob)
    #expect(associations.count == 3)
    for (association, handshake) in zip(associations, handshakes) {
      let keys = try association.masterKeys(from: handshake.keys)
      #expect(keys.map(joined) == [handshake.exported.map { bytes(hex: $0) }])
    }
  }

  @Test("why there are no keys is said")
  func errors() throws {
    let handshakes = try Handshakes.record([Self.cases[0], "dtls12 AES128-SHA"])
    var observer = DTLSObserver()
    receive(handshakes[0].flights, &observer)
    let keyed = try #require(observer.associations.first)
    #expect(throws: TLSError.keyMissing) { try keyed.masterKeys(from: KeyLog()) }

    var other = DTLSObserver()
    receive(handshakes[1].flights, &other)
    let plain = try #require(other.associations.first)
    #expect(!plain.isForSRTP)
    #expect(throws: TLSError.unsupportedProfiles([])) {
      try plain.masterKeys(from: handshakes[1].keys)
    }

    var client = DTLSObserver()
    receive(handshakes[0].flights.filter(\.isOfClient), &client)
    let unanswered = try #require(client.associations.first)
    #expect(unanswered.isForSRTP)
    #expect(unanswered.offeredSRTP?.profiles == [1])
    #expect(throws: TLSError.handshakeMissing) {
      try unanswered.masterKeys(from: handshakes[0].keys)
    }

    var server = DTLSObserver()
    receive(handshakes[0].flights.filter { !$0.isOfClient }, &server)
    let answer = try #require(server.associations.first)
    #expect(answer.isForSRTP)
    #expect((answer.client, answer.server) == (alice, bob))
    #expect(throws: TLSError.handshakeMissing) { try answer.masterKeys(from: handshakes[0].keys) }
  }
}
