import Cryptography
import NetworkBytes
import TestSupport
import Testing

@testable import TLS

@Suite(
  "All connections of TLS of a trace", .waitsForOthers,
  .enabled(if: Handshakes.areThere && Libgcrypt.isThere, "OpenSSL, Python or libgcrypt is missing"))
struct TLSObserverTests {
  private static let names = ["tls12 ECDHE-RSA-AES128-GCM-SHA256", "tls13 TLS_AES_128_GCM_SHA256"]

  /// Whom the n-th handshake is between.
  private static func client(_ number: Int) -> SocketAddress {
    SocketAddress(IPAddress(ipv4: UInt32(0x0A00_0100 + number)), port: 4000)
  }

  /// Hands the first flights of handshakes to an observer, in turns and a second apart.
  private static func feed(
    _ handshakes: [Handshake], count: Int, to observer: inout TLSObserver, keys: KeyLog
  ) throws -> [TLSPlaintext] {
    var plaintext: [TLSPlaintext] = []
    for index in 0..<count {
      for (number, handshake) in handshakes.enumerated() {
        let flight = handshake.flights[index]
        let client = client(number)
        let pieces = observer.receive(
          flight.bytes.span, isDiscontinuous: false,
          at: SegmentOrigin(
            order: index * handshakes.count + number, time: Int64(1000 - index), input: number,
            packet: index),
          from: flight.isOfClient ? client : bob, to: flight.isOfClient ? bob : client, keys: keys)
        plaintext += try #require(pieces)
      }
    }
    return plaintext
  }

  /// What tells pieces apart.
  private static func told(_ plaintext: [TLSPlaintext]) -> [String] {
    plaintext.map {
      "\($0.origin) \($0.source) \($0.direction) \($0.isDiscontinuous) \($0.bytes)"
    }
  }

  @Test("what secrets open late comes with the times and in the order of its capture")
  func lateSecrets() throws {
    let handshakes = try Handshakes.record(Self.names)
    let keys = KeyLog(reading: handshakes.map(\.keylog).joined())
    let count = 8
    for handshake in handshakes { try #require(handshake.flights.count > count) }
    var prompt = TLSObserver()
    let expected = try Self.feed(handshakes, count: count, to: &prompt, keys: keys)
    // One byte and three hundred, by either side of both.
    #expect(expected.count >= 6)
    #expect(expected.map(\.origin.order) == expected.map(\.origin.order).sorted())

    for isEnd in [false, true] {
      var observer = TLSObserver()
      #expect(try Self.feed(handshakes, count: count, to: &observer, keys: KeyLog()).isEmpty)
      #expect(observer.pendingBytes > 0)
      #expect(observer.resume(keys: KeyLog(), isEnd: isEnd).isEmpty)
      let plaintext = observer.resume(keys: keys, isEnd: isEnd)
      #expect(Self.told(plaintext) == Self.told(expected))
      #expect(observer.resume(keys: keys, isEnd: isEnd).isEmpty)
      #expect(observer.pendingBytes == 0)
    }
  }

  @Test("secrets that come in many pieces cost no look at every connection for each of them")
  func manyPieces() throws {
    let handshake = try Handshakes.record(Self.names[1])
    var observer = TLSObserver()
    let clients = 2000
    for number in 0..<clients {
      let client = Self.client(number)
      for flight in handshake.flights.prefix(6) {
        _ = observer.receive(
          flight.bytes.span, isDiscontinuous: false, at: .none,
          from: flight.isOfClient ? client : bob, to: flight.isOfClient ? bob : client,
          keys: KeyLog())
      }
    }
    for _ in 0..<1000 { #expect(observer.resume(keys: KeyLog(), isEnd: false).isEmpty) }
    // After so many, secrets are of no use before the end.
    #expect(observer.resume(keys: handshake.keys, isEnd: false).isEmpty)
    #expect(observer.resume(keys: handshake.keys, isEnd: true).count >= clients)
  }

  @Test("bytes that wait for the rest of a record are given up, too, where they are too many")
  func unfinishedRecords() {
    var observer = TLSObserver()
    // The header of a record of 16 KB, all but its last byte.
    let record = bytes(hex: "1603014000") + [UInt8](repeating: 1, count: 16_383)
    for number in 0..<2000 {
      _ = observer.receive(
        record.span, isDiscontinuous: false, at: .none, from: Self.client(number), to: bob,
        keys: KeyLog())
      #expect(observer.pendingBytes <= TLSLimits.pendingBytes)
    }
    #expect(observer.reports.contains { $0.error == .lost })
  }

  @Test("a hello that names SIP is told from others")
  func applicationProtocol() {
    // ClientHello with application_layer_protocol_negotiation (RFC 7301, section 3.1).
    func hello(_ names: [String]) -> [UInt8] {
      let list = names.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
      let value = big16(list.count) + list
      let extensions = big16(16) + big16(value.count) + value
      let body =
        bytes(hex: "0303") + [UInt8](repeating: 7, count: 32) + bytes(hex: "00 0002 1301 0100")
        + big16(extensions.count) + extensions
      let message = [1, 0] + big16(body.count) + body
      return bytes(hex: "160301") + big16(message.count) + message
    }
    for (names, offersSIP) in [
      (["h2", "http/1.1"], false), (["sip/2"], true), (["h2", "sip/2"], true), ([], false),
    ] {
      var observer = TLSObserver()
      _ = observer.receive(
        hello(names).span, isDiscontinuous: true, at: .none, from: alice, to: bob, keys: KeyLog())
      #expect(observer.reports.map(\.offersSIP) == [offersSIP])
    }
  }
}
