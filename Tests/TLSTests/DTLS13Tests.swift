import Cryptography
import NetworkBytes
import TestSupport
import Testing

@testable import TLS

/// Handshakes of NSS, and what it says of their keys; the second asks for another ClientHello.
@Suite("DTLS 1.3", .enabled(if: Libgcrypt.isThere, "libgcrypt is missing"))
struct DTLS13Tests {
  private func observe(
    _ flights: some Sequence<Handshake.Flight>
  ) throws -> DTLSAssociation {
    var observer = DTLSObserver()
    for flight in flights {
      let isDTLS = looksLikeDTLS(flight.bytes.span)
      #expect(isDTLS)
      let (source, destination) = flight.isOfClient ? (alice, bob) : (bob, alice)
      _ = observer.receive(flight.bytes.span, from: source, to: destination)
    }
    #expect(observer.associations.count == 1)
    return try #require(observer.associations.first)
  }

  private func joined(_ keys: SRTPMasterKeys) -> [UInt8] {
    [keys.client.key, keys.server.key, keys.client.salt, keys.server.salt].flatMap {
      $0.bytes.copied
    }
  }

  @Test(
    "gives the keys of each profile that is offered, as the choice is encrypted", arguments: 0..<3)
  func keys(_ number: Int) throws {
    let handshake = try Handshakes.recorded()[number]
    let association = try observe(handshake.flights)
    #expect(association.version?.is13 == true)
    #expect(association.isForSRTP)
    #expect(association.chosenSRTP == nil)
    let keys = try association.masterKeys(from: handshake.keys)
    #expect(keys.map(\.profile) == [.aes128CMHMACSHA1Tag80, .aes128CMHMACSHA1Tag32])
    let right = keys.filter { $0.profile.rawValue == handshake.profile }
    #expect(right.map(joined) == [handshake.exported.map { bytes(hex: $0) }])
  }

  @Test("needs no answer of the server, as the secret says all", arguments: 0..<3)
  func clientOnly(_ number: Int) throws {
    let handshake = try Handshakes.recorded()[number]
    let association = try observe(handshake.flights.filter(\.isOfClient))
    #expect(association.version == nil)
    let keys = try association.masterKeys(from: handshake.keys)
    #expect(keys.map(joined).contains { $0 == handshake.exported.map { bytes(hex: $0) } })
  }

  @Test("without its secret gives none")
  func missing() throws {
    let association = try observe(try Handshakes.recorded()[0].flights)
    #expect(throws: TLSError.keyMissing) { try association.masterKeys(from: KeyLog()) }
  }
}
