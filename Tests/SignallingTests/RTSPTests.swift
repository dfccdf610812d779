import NetworkBytes
import Testing

@testable import Signalling

@Suite("RTSP")
struct RTSPTests {
  private static let server = SocketAddress(IPAddress(ipv4: 0xc000_0209), port: 554)
  private static let client = SocketAddress(IPAddress(ipv4: 0xc000_0201), port: 40000)

  /// The media of RFC 2326, section 14.1's example in one presentation.
  private static let description = """
    v=0
    o=- 2890844526 2890842807 IN IP4 192.0.2.9
    s=RTSP Session
    t=0 0
    m=audio 0 RTP/AVP 97
    a=rtpmap:97 PCMA/8000
    a=control:audio
    m=video 0 RTP/AVP 31
    a=control:rtsp://192.0.2.9/twister/video

    """

  private struct Exchange {
    var observer = SignallingObserver()

    mutating func ask(_ text: String) {
      observer.receive(rtsp: text.wire.span, at: 0, from: client, to: server)
    }

    mutating func answer(_ text: String) {
      observer.receive(rtsp: text.wire.span, at: 0, from: server, to: client)
    }

    mutating func describe() {
      ask("DESCRIBE rtsp://192.0.2.9/twister RTSP/1.0\nCSeq: 1\n\n")
      answer(
        "RTSP/1.0 200 OK\nCSeq: 1\nContent-Type: application/sdp\n"
          + "Content-Length: \(description.wire.count)\n\n" + description)
    }

    mutating func setUp(_ uri: String, _ transport: String, status: String = "200 OK") -> [String] {
      ask("SETUP \(uri) RTSP/1.0\nCSeq: 2\nTransport: RTP/AVP;unicast;client_port=1-2\n\n")
      answer("RTSP/1.0 \(status)\nCSeq: 2\nSession: 1\nTransport: \(transport)\n\n")
      return observer.takeAnnouncements().map {
        "\($0.media.kind) \($0.address) \($0.channel.map { "channel \($0)" } ?? "-")"
      }
    }
  }

  @Test(
    "a medium that is set up is announced where the client receives it (RFC 2326, section 12.39)",
    arguments: [
      ("RTP/AVP;unicast;client_port=4588-4589;server_port=6256-6257", "192.0.2.1:4588 -"),
      ("RTP/AVP/UDP;unicast;destination=192.0.2.77;client_port=4588", "192.0.2.77:4588 -"),
      ("RTP/AVP;multicast;destination=224.2.0.1;port=3456-3457;ttl=16", "224.2.0.1:3456 -"),
      ("RTP/AVP/TCP;unicast;interleaved=4-5;ssrc=1234ABCD", "192.0.2.1:40000 channel 4"),
      (
        "RTP/AVP/UDP;unicast;dest_addr=\":3456\"/\":3457\";src_addr=\"192.0.2.9:5000\"",
        "192.0.2.1:3456 -"
      ),
      (
        "RTP/AVP;unicast;dest_addr=\"[2001:db8::5]:3456\"/\"[2001:db8::5]:3457\"",
        "[2001:db8::5]:3456 -"
      ),
    ])
  func transports(_ transport: String, _ place: String) {
    var exchange = Exchange()
    exchange.describe()
    #expect(exchange.setUp("rtsp://192.0.2.9/twister/audio", transport) == ["audio \(place)"])
  }

  @Test("a medium is known by its control attribute, relative or absolute")
  func control() {
    var exchange = Exchange()
    exchange.describe()
    let transport = "RTP/AVP;unicast;client_port=10-11"
    #expect(
      exchange.setUp("rtsp://192.0.2.9/twister/video", transport) == ["video 192.0.2.1:10 -"])
    #expect(
      exchange.setUp("rtsp://192.0.2.9/twister/audio", transport) == ["audio 192.0.2.1:10 -"])
  }

  @Test("what is refused, or answers nothing, announces nothing")
  func refused() {
    var exchange = Exchange()
    let transport = "RTP/AVP;unicast;client_port=10-11"
    #expect(exchange.setUp("rtsp://192.0.2.9/twister/audio", transport).isEmpty)
    exchange.describe()
    #expect(
      exchange.setUp("rtsp://192.0.2.9/twister/audio", transport, status: "461 No").isEmpty)
    exchange.answer("RTSP/1.0 200 OK\nCSeq: 9\nTransport: \(transport)\n\n")
    #expect(exchange.observer.takeAnnouncements().isEmpty)
  }

  @Test(
    "a message is measured by its header and Content-Length",
    arguments: [
      ("RTSP/1.0 200 OK\nCSeq: 1\n\n$", RTSPMessage.Look.message(28)),
      ("RTSP/1.0 200 OK\nContent-length:  3\n\nabc$", .message(42)),
      ("RTSP/1.0 200 OK\nContent-Length: 3\n\nab", .incomplete),
      ("RTSP/1.0 200 OK\nCSeq: 1\n", .incomplete), ("OPTIONS * RTSP/1.0\nCSeq: 1\n", .incomplete),
      ("RTSP/1.0 200 OK\nContent-Length: 99999999999999999999\n\n", .other),
      ("OPTIONS sip:a@b SIP/2.0\n\n", .other), ("$\u{0}\u{0}\u{10}abcdefghijkl", .other),
    ])
  func measure(_ text: String, _ expected: RTSPMessage.Look) {
    #expect(RTSPMessage.look(text.wire.span) == expected)
  }

  @Test("a header without an end is given up")
  func endless() {
    let text = "RTSP/1.0 200 OK\n" + String(repeating: "A: b\n", count: 5000)
    #expect(RTSPMessage.look(text.wire.span) == .other)
  }

  @Test("sessions that never end cost no more than their bound")
  func bound() {
    var observer = SignallingObserver()
    for number in 0..<6000 {
      let client = SocketAddress(IPAddress(ipv4: UInt32(number)), port: 1)
      let text = "SETUP rtsp://a/\(String(repeating: "x", count: 2000)) RTSP/1.0\nCSeq: 1\n\n"
      observer.receive(rtsp: text.wire.span, at: 0, from: client, to: Self.server)
    }
    #expect(observer.rtspSessions.count <= SignallingLimits.rtspSessions)
    #expect(observer.rtspBytes <= SignallingLimits.rtspBytes)
    #expect(observer.counters.unfollowed > 0)
  }

  @Test("requests without an answer are forgotten past the bound, the oldest first, and counted")
  func unanswered() {
    var observer = SignallingObserver()
    let client = SocketAddress(IPAddress(ipv4: 7), port: 1)
    for number in 1...SignallingLimits.rtspRequests + 3 {
      let text = "OPTIONS rtsp://a/ RTSP/1.0\nCSeq: \(number)\n\n"
      observer.receive(rtsp: text.wire.span, at: 0, from: client, to: Self.server)
    }
    #expect(observer.counters.unfollowed == 3)
  }
}
