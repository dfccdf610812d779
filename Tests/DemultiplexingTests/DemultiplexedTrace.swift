import NetworkBytes
import RTP

@testable import Demultiplexing

/// A trace as the demultiplexer reads it: packets 20 ms apart, and SIP between Alice and Bob.
struct DemultiplexedTrace: ~Copyable {
  static let alice = SocketAddress(IPAddress(ipv4: 0xc000_0201), port: 4000)
  static let bob = SocketAddress(IPAddress(ipv4: 0xc000_0202), port: 5000)

  var demultiplexer: Demultiplexer
  private var number = 0

  init(_ options: DemultiplexingOptions = DemultiplexingOptions()) {
    demultiplexer = Demultiplexer(options)
  }

  mutating func receive(_ bytes: [UInt8], from source: SocketAddress, to other: SocketAddress) {
    number += 1
    _ = demultiplexer.receive(
      bytes.span, from: source, to: other, at: Int64(number) * 20_000_000, number: number,
      place: PacketPlace(input: 0, number: number), isTruncated: false)
  }

  /// An RTP packet from Bob to Alice.
  mutating func send(
    _ sequenceNumber: Int, _ timestamp: Int, payloadType: UInt8 = 0, marker: Bool = false,
    payload: UInt8 = 0xff
  ) {
    func big(_ value: Int, _ bytes: Int) -> [UInt8] {
      (0..<bytes).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    receive(
      [0x80, payloadType | (marker ? 0x80 : 0)] + big(sequenceNumber, 2) + big(timestamp, 4)
        + [0, 0, 0, 7] + [UInt8](repeating: payload, count: 160), from: Self.bob, to: Self.alice)
  }

  mutating func say(_ start: String, call: String, sequence: String, body: String = "") {
    let type = body.isEmpty ? "" : "Content-Type: application/sdp\r\n"
    let message =
      "\(start)\r\nTo: <sip:bob@example.com>\r\nFrom: <sip:alice@example.com>;tag=a\r\n"
      + "Call-ID: \(call)\r\nCSeq: \(sequence)\r\n\(type)Content-Length: \(body.utf8.count)\r\n\r\n"
      + body
    receive(Array(message.utf8), from: Self.alice, to: Self.bob)
  }

  /// Alice's INVITE, who receives what `media` says at her address.
  mutating func invite(_ call: String, sequence: Int = 1, media: String = "RTP/AVP 0") {
    say(
      "INVITE sip:bob@example.com SIP/2.0", call: call, sequence: "\(sequence) INVITE",
      body: "v=0\r\no=- \(sequence) 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n"
        + "m=audio 4000 \(media)\r\n")
  }

  mutating func bye(_ call: String) {
    say("BYE sip:bob@example.com SIP/2.0", call: call, sequence: "2 BYE")
  }
}
