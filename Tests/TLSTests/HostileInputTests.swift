import Cryptography
import NetworkBytes
import TestSupport
import Testing

@testable import TLS

@Suite(
  "Hostile TLS and DTLS", .waitsForOthers,
  .enabled(if: Handshakes.areThere && Libgcrypt.isThere, "OpenSSL, Python or libgcrypt is missing"))
struct HostileInputTests {
  private func mutate(_ bytes: inout [UInt8], _ generator: inout Randomness) {
    for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
      // Half of the changes in the first hundred bytes, where headers and hellos are.
      let limit = generator.chance(50) ? min(100, bytes.count) : bytes.count
      let place = Int.random(in: 0..<limit, using: &generator)
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
      case 1: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &generator)
      case 2: bytes[place] = [0, 1, 0xFF].randomElement(using: &generator) ?? 0
      case 3: bytes.insert(contentsOf: bytes.prefix(place).suffix(20), at: place)
      case 4: bytes.removeSubrange(place..<min(bytes.count, place + 9))
      default: bytes.removeLast(bytes.count - place)
      }
    }
  }

  @Test("60,000 mutated datagrams neither trap nor take more room than they may")
  func datagrams() throws {
    let handshakes = try Handshakes.record([
      "dtls12 ECDHE-ECDSA-AES128-GCM-SHA256 srtp=SRTP_AES128_CM_SHA1_80",
      "dtls12 ECDHE-ECDSA-AES256-GCM-SHA384 srtp=SRTP_AEAD_AES_256_GCM mtu=256 retry",
    ])
    // And the headers of DTLS 1.3.
    let seeds =
      handshakes.flatMap(\.flights).map(\.bytes)
      + [
        bytes(hex: "2e 0001 0003 010203 2e 0002 0001 01"),
        bytes(hex: "3f 01020304 0001 0003 010203"),
      ]
    let keys = KeyLog(reading: handshakes.map(\.keylog).joined())
    var generator = Randomness(seed: 6347)
    var observer = DTLSObserver()
    var news = 0
    for round in 0..<60_000 {
      var bytes = seeds[round % seeds.count]
      mutate(&bytes, &generator)
      let (source, destination) = generator.chance(50) ? (alice, bob) : (bob, alice)
      if observer.receive(bytes.span, from: source, to: destination) { news += 1 }
      _ = looksLikeDTLS(bytes.span)
      if round % 100 == 0 {
        for association in observer.associations { _ = try? association.masterKeys(from: keys) }
        #expect(observer.associations.count <= TLSLimits.associations)
        #expect(observer.pendingBytes <= 2 * TLSLimits.unfinishedHellos * TLSLimits.helloBytes)
      }
    }
    #expect(news > 300)
  }

  @Test("40,000 mutated segments neither trap nor take more room than they may")
  func segments() throws {
    let handshakes = try Handshakes.record([
      "tls12 AES128-SHA rekey", "tls12 ECDHE-ECDSA-AES128-GCM-SHA256", "tls12 AES128-SHA256 no-etm",
      "tls13 TLS_AES_128_GCM_SHA256 rekey retry", "tls13 TLS_CHACHA20_POLY1305_SHA256 resume early",
    ])
    let keys = KeyLog(reading: handshakes.map(\.keylog).joined())
    var generator = Randomness(seed: 5246)
    var segments = 0
    var errors: [String: Int] = [:]
    var opened = 0
    while segments < 40_000 {
      let connection = TLSConnection()
      let flights = handshakes[segments % handshakes.count].flights
        .filter { $0.bytes.count < 10_000 }
      for flight in flights {
        var bytes = flight.bytes
        if generator.chance(20) { mutate(&bytes, &generator) }
        connection.receive(
          bytes.span, from: flight.isOfClient == generator.chance(98) ? .first : .second,
          isDiscontinuous: generator.chance(5))
        connection.resume(keys: keys) { _, _, _, _ in }
        #expect(connection.pendingBytes <= 2 * TLSLimits.waitingBytes)
        segments += 1
      }
      errors[connection.error?.description ?? "", default: 0] += 1
      if connection.hasOpened { opened += 1 }
    }
    #expect(errors.count > 3)
    #expect(opened > 100)
  }

  @Test("hellos that never become whole are given up")
  func fragments() {
    var observer = DTLSObserver()
    for number in 0..<600 {
      let source = SocketAddress(IPAddress(ipv4: UInt32(number)), port: 4000)
      // The last byte of a ClientHello of 16,384, so that it takes all of that room.
      let fragment = bytes(hex: "16feff 0000 000000000000 000d 01 004000 0000 003fff 000001 00")
      _ = observer.receive(fragment.span, from: source, to: bob)
      #expect(observer.pendingBytes <= TLSLimits.fragmentBytes)
    }
    #expect(observer.drops > 0)
  }

  @Test("connections beyond the bound are counted, and what waits is given up")
  func connections() {
    let hello =
      bytes(hex: "160301002d 01000029 0303") + [UInt8](repeating: 7, count: 32)
      + bytes(hex: "00 00021301 0100")
    let waiting =
      bytes(hex: "1403030001 01") + bytes(hex: "1703034000") + [UInt8](repeating: 0, count: 16_384)
    var observer = TLSObserver()
    for number in 0..<20_000 {
      let source = SocketAddress(IPAddress(ipv4: UInt32(number)), port: 4000)
      for segment in [hello, waiting] {
        let plaintext = observer.receive(
          segment.span, isDiscontinuous: false, at: .none, from: source, to: bob, keys: KeyLog())
        #expect(plaintext?.isEmpty == true)
      }
      #expect(observer.pendingBytes <= TLSLimits.pendingBytes)
    }
    // What was given up made room for others.
    #expect(observer.reports.count <= 16_384)
    #expect(observer.forgotten > 10_000)
    #expect(observer.reports.count + observer.forgotten <= 20_000)
    #expect(observer.reports.count + observer.forgotten >= 20_000 - observer.unfollowed)
    #expect(observer.unfollowed < 1000)
  }

  @Test("connections at work are not forgotten for others")
  func unfollowed() {
    var observer = TLSObserver()
    for number in 0..<16_390 {
      let source = SocketAddress(IPAddress(ipv4: UInt32(number)), port: 4000)
      _ = observer.receive(
        bytes(hex: "1603010005 01").span, isDiscontinuous: false, at: .none, from: source, to: bob,
        keys: KeyLog())
    }
    #expect(observer.reports.count == 16_384)
    #expect(observer.forgotten == 0)
    #expect(observer.unfollowed == 6)
  }
}
