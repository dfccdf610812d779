import Cryptography
import Foundation
import NetworkBytes
import TestSupport

@testable import TLS

/// Handshakes of OpenSSL with itself, made as the tests run (`Tests/Handshakes`).
enum Handshakes {
  private static let folder = Fixtures.folder.deletingLastPathComponent()
    .appendingPathComponent("Tests/Handshakes")
  private static let script = folder.appendingPathComponent("handshakes.py").path

  /// Whether OpenSSL 3, its program and Python are there.
  static let areThere: Bool =
    (try? Tool.run("openssl", "version")) != nil
    && (try? Tool.run("python3", "-c", "import ctypes; ctypes.CDLL('libssl.so.3')")) != nil

  static func record(_ cases: [String]) throws -> [Handshake] {
    try read(Tool.run(["python3", script] + cases))
  }

  /// Handshakes of NSS by DTLS 1.3, which were recorded.
  static func recorded() throws -> [Handshake] {
    try read(Data(contentsOf: folder.appendingPathComponent("dtls13.json")))
  }

  private static func read(_ lines: Data) throws -> [Handshake] {
    try lines.split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(Handshake.self, from: $0)
    }
  }

  static func record(_ name: String) throws -> Handshake {
    guard let handshake = try record([name]).first else { throw CocoaError(.fileReadUnknown) }
    return handshake
  }
}

/// What went over the wire, and what OpenSSL says of it.
struct Handshake: Decodable {
  struct Flight: Decodable {
    let isOfClient: Bool
    let bytes: [UInt8]

    init(isOfClient: Bool, bytes: [UInt8]) {
      (self.isOfClient, self.bytes) = (isOfClient, bytes)
    }

    init(from decoder: any Decoder) throws {
      let words = try [String](from: decoder)
      isOfClient = words[0] == "c"
      bytes = TestSupport.bytes(hex: words[1])
    }
  }

  let flights: [Flight]
  let client: String
  let server: String
  let keylog: String
  let exporter: String
  let profile: UInt16?
  let exported: String?

  var keys: KeyLog { KeyLog(reading: keylog) }

  /// What both applications sent.
  var plaintext: Plaintext { Plaintext(client: bytes(hex: client), server: bytes(hex: server)) }
}

/// What the application of each side sent.
struct Plaintext: Equatable, CustomStringConvertible {
  var client: [UInt8] = []
  var server: [UInt8] = []

  var description: String { "\(client.count) bytes of the client, \(server.count) of the server" }
}

extension KeyLog {
  init(reading text: String) {
    self.init()
    append(Array(text.utf8).span)
    endText()
  }
}

extension SegmentOrigin {
  /// Where it does not matter.
  static let none = SegmentOrigin(order: 0, time: 0, input: 0, packet: 0)
}

extension TLSConnection {
  /// Takes in bytes where it does not matter when they came.
  func receive(_ bytes: Span<UInt8>, from side: Side, isDiscontinuous: Bool) {
    receive(
      bytes, from: side, isDiscontinuous: isDiscontinuous, at: .none)
  }

  /// Takes in flights, and returns what the applications sent; the client is `first`.
  func plaintext(of flights: some Sequence<Handshake.Flight>, keys: KeyLog) -> Plaintext {
    var plaintext = Plaintext()
    for flight in flights {
      receive(
        flight.bytes.span, from: flight.isOfClient ? .first : .second, isDiscontinuous: false)
      resume(keys: keys, into: &plaintext)
    }
    return plaintext
  }

  func resume(keys: KeyLog, into plaintext: inout Plaintext) {
    resume(keys: keys) { bytes, _, sender, _ in
      if sender == .first {
        plaintext.client += bytes.copied
      } else {
        plaintext.server += bytes.copied
      }
    }
  }
}

let alice = SocketAddress(IPAddress(ipv4: 0x0A00_0001), port: 4000)
let bob = SocketAddress(IPAddress(ipv4: 0x0A00_0002), port: 5061)
