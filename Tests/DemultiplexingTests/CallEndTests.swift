import NetworkBytes
import RTP
import Testing

@testable import Demultiplexing

@Suite("The same numbers in another call")
struct CallEndTests {
  private static let alice = SocketAddress(IPAddress(ipv4: 0xc000_0201), port: 4000)
  private static let bob = SocketAddress(IPAddress(ipv4: 0xc000_0202), port: 5000)

  /// A trace as it is read, a packet each 20 ms.
  private struct Trace {
    var demultiplexer = Demultiplexer(DemultiplexingOptions())
    var number = 0

    mutating func receive(_ bytes: [UInt8], from source: SocketAddress, to other: SocketAddress) {
      number += 1
      _ = demultiplexer.receive(
        bytes.span, from: source, to: other, at: Int64(number) * 20_000_000, number: number,
        place: PacketPlace(input: 0, number: number), isTruncated: false)
    }

    mutating func say(_ start: String, call: String, sequence: String, body: String = "") {
      let type = body.isEmpty ? "" : "Content-Type: application/sdp\r\n"
      let message =
        "\(start)\r\nTo: <sip:bob@example.com>\r\nFrom: <sip:alice@example.com>;tag=a\r\n"
        + "Call-ID: \(call)\r\nCSeq: \(sequence)\r\n\(type)Content-Length: \(body.utf8.count)\r\n\r\n"
        + body
      receive(Array(message.utf8), from: alice, to: bob)
    }

    mutating func invite(_ call: String, sequence: Int = 1) {
      say(
        "INVITE sip:bob@example.com SIP/2.0", call: call, sequence: "\(sequence) INVITE",
        body: "v=0\r\no=- \(sequence) 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n"
          + "m=audio 4000 RTP/AVP 0\r\n")
    }

    mutating func bye(_ call: String) {
      say("BYE sip:bob@example.com SIP/2.0", call: call, sequence: "2 BYE")
    }

    /// Ten packets from Bob to Alice, each time the same.
    mutating func play() {
      for number in UInt8(1)...10 {
        receive(
          [0x80, 0, 0, number, 0, 0, 10 + number, 0, 0, 0, 0, 7]
            + [UInt8](repeating: number, count: 160), from: bob, to: alice)
      }
    }

    /// Packets of the stream that were taken for copies, and segments behind the first.
    var found: [Int] {
      demultiplexer.streams.flatMap {
        [$0.reception.tracker.duplicates, $0.reception.tracker.restarts]
      }
    }
  }

  @Test("behind a BYE and a new INVITE for its address a replay is no copy")
  func newCall() {
    var trace = Trace()
    trace.invite("1")
    trace.play()
    trace.bye("1")
    trace.invite("2")
    trace.play()
    #expect(trace.found == [0, 1])
  }

  @Test("nor is it where the Call-ID is used again")
  func sameCallID() {
    var trace = Trace()
    trace.invite("1")
    trace.play()
    trace.bye("1")
    trace.invite("1", sequence: 3)
    trace.play()
    #expect(trace.found == [0, 1])
  }

  @Test("without a BYE, or a new INVITE, or in a new offer within the call, it is a copy")
  func sameCall() {
    for event in [{ $0.invite("1", sequence: 3) }, { $0.bye("1") }, { $0.invite("2") }]
      as [(inout Trace) -> Void]
    {
      var trace = Trace()
      trace.invite("1")
      trace.play()
      event(&trace)
      trace.play()
      #expect(trace.found == [10, 0])
    }
  }
}
