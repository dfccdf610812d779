import Cryptography
import NetworkBytes
import TestSupport
import Testing

@testable import TLS

@Suite(
  "Holes in connections of TLS", .waitsForOthers,
  .enabled(if: Handshakes.areThere && Libgcrypt.isThere, "OpenSSL, Python or libgcrypt is missing"))
struct TLSGapTests {
  /// What was handed over, as pieces that follow on each other.
  private final class Pieces {
    var client: [[UInt8]] = []
    var server: [[UInt8]] = []
    let connection = TLSConnection()
    let keys: KeyLog

    init(keys: KeyLog) { self.keys = keys }

    func receive(_ bytes: some Collection<UInt8>, ofClient: Bool, isDiscontinuous: Bool = false) {
      connection.receive(
        Array(bytes).span, from: ofClient ? .first : .second, isDiscontinuous: isDiscontinuous)
      connection.resume(keys: keys) { bytes, isDiscontinuous, sender, _ in
        if sender == .first {
          if isDiscontinuous { client.append([]) }
          client[client.count - 1] += bytes.copied
        } else {
          if isDiscontinuous { server.append([]) }
          server[server.count - 1] += bytes.copied
        }
      }
    }
  }

  private static let names = [
    "tls12 ECDHE-RSA-AES128-GCM-SHA256", "tls12 ECDHE-RSA-CHACHA20-POLY1305",
    "tls12 AES128-SHA", "tls12 AES128-SHA256 no-etm", "tls13 TLS_AES_128_GCM_SHA256",
  ]

  @Test(
    "bytes that are missing between records, or in them, cost no more than these", arguments: names)
  func inData(_ name: String) throws {
    let handshake = try Handshakes.record(name)
    // The flight of 40,000 bytes of the client: three records, the first of 16 KB.
    let long = try #require(
      handshake.flights.lastIndex { $0.isOfClient && $0.bytes.count > 40_000 })
    for hole in [0..<1, 5..<900, 16_000..<20_000, 100..<33_000] {
      let pieces = Pieces(keys: handshake.keys)
      for (number, flight) in handshake.flights.enumerated() {
        guard number == long else {
          pieces.receive(flight.bytes, ofClient: flight.isOfClient)
          continue
        }
        pieces.receive(flight.bytes[..<hole.lowerBound], ofClient: true)
        pieces.receive(flight.bytes[hole.upperBound...], ofClient: true, isDiscontinuous: true)
      }
      #expect(pieces.connection.error == nil)
      #expect(pieces.server == [handshake.plaintext.server])
      #expect(pieces.client.count == 2)
      #expect(pieces.client[0].starts(with: handshake.plaintext.client.prefix(16_685)))
      #expect(pieces.client[1].count >= 17)
      #expect(handshake.plaintext.client.suffix(pieces.client[1].count) == pieces.client[1][...])
      let lostRecords = (hole.upperBound + 16_400) / 16_406 - hole.lowerBound / 16_406
      #expect(
        pieces.client[0].count + pieces.client[1].count
          >= handshake.plaintext.client.count - 16_384 * max(1, lostRecords))
    }
  }

  @Test("what is missing of a server's certificates is no loss", arguments: names)
  func inHandshake(_ name: String) throws {
    let handshake = try Handshakes.record(name)
    let answer = try #require(handshake.flights.firstIndex { !$0.isOfClient })
    let pieces = Pieces(keys: handshake.keys)
    for (number, flight) in handshake.flights.enumerated() {
      guard number == answer else {
        pieces.receive(flight.bytes, ofClient: flight.isOfClient)
        continue
      }
      pieces.receive(flight.bytes[..<300], ofClient: false)
      pieces.receive(flight.bytes[500...], ofClient: false, isDiscontinuous: true)
    }
    #expect(pieces.connection.error == nil)
    #expect(pieces.client.joined().elementsEqual(handshake.plaintext.client))
    #expect(pieces.server.joined().elementsEqual(handshake.plaintext.server))
  }

  @Test("without the server's hello nothing is read")
  func hello() throws {
    let handshake = try Handshakes.record("tls13 TLS_AES_128_GCM_SHA256")
    let pieces = Pieces(keys: handshake.keys)
    for (number, flight) in handshake.flights.enumerated() {
      if number == 1 {
        pieces.receive(flight.bytes[..<50], ofClient: false)
        pieces.receive(flight.bytes[80...], ofClient: false, isDiscontinuous: true)
      } else {
        pieces.receive(flight.bytes, ofClient: flight.isOfClient)
      }
    }
    #expect(pieces.connection.error == .handshakeMissing)
    #expect(pieces.client.isEmpty)
  }

  @Test("after a hole nothing is looked for without end")
  func noise() throws {
    let handshake = try Handshakes.record("tls12 ECDHE-RSA-AES128-GCM-SHA256")
    let pieces = Pieces(keys: handshake.keys)
    for flight in handshake.flights.prefix(6) {
      pieces.receive(flight.bytes, ofClient: flight.isOfClient)
    }
    // Headers of records of 16 KB, one in another.
    let headers = (0..<100_000).flatMap { _ in bytes(hex: "1703034000") }
    pieces.receive(headers, ofClient: true, isDiscontinuous: true)
    #expect(pieces.connection.error == .lost)
    #expect(pieces.connection.pendingBytes == 0)
  }
}
