import Cryptography
import NetworkBytes
import TestSupport
import Testing

@testable import TLS

@Suite(
  "Connections of TLS", .waitsForOthers,
  .enabled(if: Handshakes.areThere && Libgcrypt.isThere, "OpenSSL, Python or libgcrypt is missing"))
struct TLSConnectionTests {
  private static let suites12 = [
    "AES128-GCM-SHA256", "AES256-GCM-SHA384", "AES128-SHA", "AES256-SHA", "AES128-SHA256",
    "AES256-SHA256", "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-AES256-GCM-SHA384",
    "ECDHE-RSA-CHACHA20-POLY1305", "ECDHE-RSA-AES128-SHA", "ECDHE-RSA-AES256-SHA",
    "ECDHE-RSA-AES128-SHA256", "ECDHE-RSA-AES256-SHA384", "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-ECDSA-AES128-SHA",
    "ECDHE-ECDSA-AES256-SHA", "ECDHE-ECDSA-AES128-SHA256", "ECDHE-ECDSA-AES256-SHA384",
    "DHE-RSA-AES128-GCM-SHA256", "DHE-RSA-AES256-GCM-SHA384", "DHE-RSA-CHACHA20-POLY1305",
    "DHE-RSA-AES128-SHA", "DHE-RSA-AES256-SHA", "DHE-RSA-AES128-SHA256", "DHE-RSA-AES256-SHA256",
    "ADH-AES128-GCM-SHA256", "ADH-AES256-GCM-SHA384", "ADH-AES128-SHA", "ADH-AES256-SHA",
    "ADH-AES128-SHA256", "ADH-AES256-SHA256",
  ]
  private static let suites13 = [
    "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256",
  ]

  private static let cases: [[String]] = [
    suites12.map { "tls12 \($0)" },
    // The HMAC first, as by clients that do not know RFC 7366.
    suites12.filter { $0.hasSuffix("SHA") || $0.contains(/AES\d+-SHA/) }.map {
      "tls12 \($0) no-etm"
    },
    ["resume", "rekey", "rekey no-etm"].flatMap { option in
      ["AES128-SHA", "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305"].map {
        "tls12 \($0) \(option)"
      }
    },
    ["", " resume", " rekey", " retry", " resume early"].flatMap { option in
      suites13.map { "tls13 \($0)\(option)" }
    },
  ]

  @Test("what OpenSSL says to itself is read, by each cipher suite", arguments: cases)
  func openSSL(_ cases: [String]) throws {
    for (name, handshake) in zip(cases, try Handshakes.record(cases)) {
      let connection = TLSConnection()
      let plaintext = connection.plaintext(of: handshake.flights, keys: handshake.keys)
      #expect(plaintext == handshake.plaintext, "\(name)")
      #expect(connection.error == nil, "\(name)")
      #expect(connection.isOver, "\(name)")
    }
  }

  @Test(
    "segments may cut the bytes anywhere, and one direction be behind the other",
    arguments: ["tls12 ECDHE-RSA-AES128-SHA rekey", "tls13 TLS_AES_256_GCM_SHA384 rekey retry"])
  func segments(_ name: String) throws {
    let handshake = try Handshakes.record(name)
    var generator = Randomness(seed: 8446)
    for _ in 0..<5 {
      var queues = [true, false].map { isOfClient in
        ArraySlice(handshake.flights.filter { $0.isOfClient == isOfClient }.flatMap(\.bytes))
      }
      let connection = TLSConnection()
      var plaintext = Plaintext()
      while queues.contains(where: { !$0.isEmpty }) {
        let side = Int.random(in: 0...1, using: &generator)
        // Of each direction up to 2,000 bytes at once, so that it is ahead of the other by far less than the bound.
        let segment = queues[side].prefix(Int.random(in: 1...2000, using: &generator))
        queues[side] = queues[side].dropFirst(segment.count)
        connection.receive(
          Array(segment).span, from: side == 0 ? .first : .second, isDiscontinuous: false)
        connection.resume(keys: handshake.keys, into: &plaintext)
      }
      #expect(plaintext == handshake.plaintext)
      #expect(connection.error == nil)
    }
  }

  @Test(
    "secrets may come while the connection waits",
    arguments: ["tls12 AES128-SHA", "tls13 TLS_AES_128_GCM_SHA256"])
  func lateSecrets(_ name: String) throws {
    let handshake = try Handshakes.record(name)
    let connection = TLSConnection()
    // The handshake and what was said first; 64 KB of each side may wait.
    #expect(
      connection.plaintext(of: handshake.flights.prefix(8), keys: KeyLog()) == Plaintext())
    #expect(connection.error == .keyMissing)
    var plaintext = Plaintext()
    connection.resume(keys: handshake.keys, into: &plaintext)
    let rest = connection.plaintext(of: handshake.flights.dropFirst(8), keys: handshake.keys)
    plaintext.client += rest.client
    plaintext.server += rest.server
    #expect(plaintext == handshake.plaintext)
    #expect(connection.error == nil)
  }

  @Test(
    "why a connection is not read is said",
    arguments: [
      ("tls12 ECDHE-ECDSA-AES128-CCM", TLSError.unsupportedSuite(0xC0AC)),
      ("tls13 TLS_AES_128_CCM_SHA256", TLSError.unsupportedSuite(0x1304)),
    ])
  func unsupported(_ name: String, _ error: TLSError) throws {
    let handshake = try Handshakes.record(name)
    let connection = TLSConnection()
    #expect(connection.plaintext(of: handshake.flights, keys: handshake.keys) == Plaintext())
    #expect(connection.error == error)
    #expect(connection.pendingBytes == 0)
  }

  @Test(
    "without a secret, by a wrong one, without the handshake",
    arguments: [
      "tls12 AES128-SHA256", "tls12 ECDHE-RSA-CHACHA20-POLY1305", "tls13 TLS_AES_256_GCM_SHA384",
    ])
  func errors(_ name: String) throws {
    let handshake = try Handshakes.record(name)
    let keyless = TLSConnection()
    #expect(keyless.plaintext(of: handshake.flights, keys: KeyLog()) == Plaintext())
    #expect(keyless.error == .keyMissing)
    #expect(keyless.pendingBytes <= 2 * TLSLimits.waitingBytes)

    // Each secret with its first four digits changed.
    let lines = handshake.keylog.split(separator: "\n").map { line in
      let words = line.split(separator: " ")
      let digits = String((UInt16(words[2].prefix(4), radix: 16) ?? 0) ^ 0xFFFF, radix: 16)
      return "\(words[0]) \(words[1]) "
        + String(repeating: "0", count: 4 - digits.count) + digits + words[2].dropFirst(4)
    }
    let wrong = TLSConnection()
    let wrongKeys = KeyLog(reading: lines.joined(separator: "\n"))
    #expect(wrong.plaintext(of: handshake.flights, keys: wrongKeys) == Plaintext())
    #expect(wrong.error == .wrongKey)

    let late = TLSConnection()
    #expect(late.plaintext(of: handshake.flights.dropFirst(5), keys: handshake.keys) == Plaintext())
    #expect(late.error == .handshakeMissing)

    let cut = TLSConnection()
    cut.receive(bytes(hex: "1703030400 00").span, from: .first, isDiscontinuous: true)
    #expect(cut.plaintext(of: [], keys: handshake.keys) == Plaintext())
    #expect(cut.error == .handshakeMissing)
  }

  @Test("one direction alone is not enough")
  func oneDirection() throws {
    let handshake = try Handshakes.record("tls12 AES128-SHA")
    for isOfClient in [true, false] {
      let connection = TLSConnection()
      let flights = handshake.flights.filter { $0.isOfClient == isOfClient }
      #expect(connection.plaintext(of: flights, keys: handshake.keys) == Plaintext())
      #expect(connection.error == .handshakeMissing)
      #expect(connection.pendingBytes <= TLSLimits.waitingBytes)
    }
  }

  @Test("another connection on the same addresses begins anew")
  func again() throws {
    let handshakes = try Handshakes.record(["tls12 AES128-SHA", "tls13 TLS_AES_128_GCM_SHA256"])
    let keys = KeyLog(reading: handshakes.map(\.keylog).joined())
    var observer = TLSObserver()
    for handshake in handshakes {
      var plaintext = Plaintext()
      for (number, flight) in handshake.flights.enumerated() {
        let pieces = observer.receive(
          flight.bytes.span, isDiscontinuous: number < 2, at: .none,
          from: flight.isOfClient ? alice : bob, to: flight.isOfClient ? bob : alice, keys: keys)
        for piece in try #require(pieces) {
          #expect(piece.source != piece.destination)
          if piece.source == alice {
            #expect(piece.isDiscontinuous == plaintext.client.isEmpty)
            plaintext.client += piece.bytes
          } else {
            #expect(piece.isDiscontinuous == plaintext.server.isEmpty)
            plaintext.server += piece.bytes
          }
        }
      }
      #expect(plaintext == handshake.plaintext)
    }
    #expect(
      observer.reports == [
        TLSConnectionReport(
          first: alice, second: bob, hasOpened: true, offersSIP: false, error: nil)
      ])
  }

  @Test("the exporter of TLS 1.3 exports what OpenSSL exports", arguments: suites13)
  func exporter(_ suite: String) throws {
    let handshake = try Handshakes.record("tls13 \(suite)")
    let words = try #require(
      handshake.keylog.split(separator: "\n").first { $0.hasPrefix("EXPORTER_SECRET") }
    ).split(separator: " ")
    let random = HelloRandom(bytes(hex: String(words[1])).span)
    let secret = try #require(random.flatMap { handshake.keys[$0]?.exporter })
    let exported = try HKDF.export(
      secret.count == 48 ? .sha384 : .sha256, secret, label: "EXPORTER-test", count: 77)
    #expect(exported == SecretBytes(copying: bytes(hex: handshake.exporter).span))
  }
}
