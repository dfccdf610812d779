import Cryptography
import Demultiplexing
import Extraction
import Foundation
import SRTP
import Testing

/// 300 packets of PCMU, one SIP message where it says so, and what the job makes of them.
struct ProtectedSending {
  var suite = CryptoSuite.aes128CM80
  /// The number of the key of a packet; nil for one in clear.
  var key: (Int) -> Int? = { _ in 0 }
  var firstSequence = 1000
  var rollover: UInt32 = 0
  var identifier: MasterKeyIdentifier?
  var isLost: (Int) -> Bool = { _ in false }
  var isDamaged: (Int) -> Bool = { _ in false }
  /// Before which packets the SDP comes, with which crypto line.
  var says: [Int: String] = [:]
  /// Datagrams of other kinds, by the packet before which they come.
  var others: [Int: [UInt8]] = [:]
  var profile = "RTP/SAVP"
  var options: [String] = []
  var isPlain = false
  var timestamp: (Int) -> Int = { $0 * 160 }
  var keepsEvents = false
  var payload: (Int) -> (UInt8, [UInt8]) = { number in
    (0, (0..<160).map { UInt8(truncatingIfNeeded: 0x80 | (number * 7 + $0) & 0x3f) })
  }

  func run(encrypts: Bool = true) throws -> Run {
    var trace = TraceWriter()
    let senders = try [0, 1, 2].map { number in
      try Protector(
        Self.key(number, suite, identifier: identifier), suite)
    }
    for number in 0...300 {
      if let crypto = says[number] {
        trace.add(
          datagram: sdp(crypto, number), at: Double(number) * 0.02, source: 1, destination: 2)
      }
      if let other = others[number] {
        trace.add(datagram: other, at: Double(number) * 0.02, source: 1, destination: 2)
      }
      guard number < 300, !isLost(number) else { continue }
      let sequence = firstSequence + number
      let (payloadType, payload) = payload(number)
      var packet: [UInt8] =
        [0x80, payloadType, UInt8(sequence >> 8 & 255), UInt8(sequence & 255)]
        + big(timestamp(number)) + [0, 0, 0, 7] + payload
      if encrypts, let index = key(number) {
        let counter = rollover + UInt32(sequence >> 16)
        senders[index].protect(&packet, counter)
        if isDamaged(number) { packet[packet.count - 1] ^= 1 }
      }
      trace.add(
        datagram: packet, at: Double(number) * 0.02 + 0.001, source: 1, destination: 2)
    }
    let path = try trace.write()
    defer { try? FileManager.default.removeItem(atPath: path) }
    var job = ExtractionOptions()
    job.demultiplexing.keys = try options.map { try KeyOption($0) }
    job.demultiplexing.isPlain = isPlain
    job.demultiplexing.keepsEvents = keepsEvents
    return try Run([path], job)
  }

  private func big(_ value: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
  }

  private func sdp(_ crypto: String, _ number: Int) -> [UInt8] {
    let body = """
      v=0\r
      o=- 1 \(number) IN IP4 10.0.0.1\r
      s=-\r
      c=IN IP4 10.0.0.1\r
      t=0 0\r
      m=audio 4000 \(profile) 0 101 121\r
      a=rtpmap:101 telephone-event/8000\r
      a=rtpmap:121 red/8000\r
      \(crypto.isEmpty ? "" : "a=crypto:1 \(crypto)\r\n")
      """
    return Array(
      """
      INVITE sip:b@example.org SIP/2.0\r
      Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK\(number)\r
      From: <sip:a@example.org>;tag=1\r
      To: <sip:b@example.org>\r
      Call-ID: call-1\r
      CSeq: \(number + 1) INVITE\r
      Content-Type: application/sdp\r
      Content-Length: \(body.utf8.count)\r
      \r
      \(body)
      """.utf8)
  }
}

extension ProtectedSending {
  static let secrets = ["one", "two", "three"].map { name in
    String(repeating: name, count: 16).utf8.prefix(46).map { $0 }
  }

  /// The key of a suite, as an SDP says it.
  static func text(_ number: Int, _ suite: CryptoSuite) -> String {
    Data(secrets[number].prefix(suite.masterBytes)).base64EncodedString()
  }

  static func key(
    _ number: Int, _ suite: CryptoSuite, identifier: MasterKeyIdentifier? = nil
  ) throws -> MasterKey {
    try MasterKey(
      SecretBytes(copying: Array(secrets[number].prefix(suite.masterBytes)).span), suite: suite,
      identifier: identifier)
  }
}

/// An encrypting sender.
private final class Protector {
  private var context: SRTPContext

  init(_ key: MasterKey, _ suite: CryptoSuite) throws {
    context = try SRTPContext(key, suite: suite)
  }

  func protect(_ packet: inout [UInt8], _ counter: UInt32) {
    #expect(context.protect(&packet, rolloverCounter: counter))
  }
}
