import Audio
import NetworkBytes
import Signalling
import Testing

@Suite("Session descriptions")
struct SessionDescriptionTests {
  private func media(_ lines: String) throws -> [MediaDescription] {
    try SessionDescription(parsing: "v=0\n" + lines).media
  }

  @Test("the connection of the media goes before that of the session (RFC 8866, section 5.7)")
  func connections() throws {
    let media = try media(
      """
      c=IN IP4 224.2.1.1/127/3
      m=audio 5000 RTP/AVP 0
      m=audio 5002/2 RTP/AVP 0
      c=IN IP6 2001:db8::1
      m=audio 65535 RTP/AVP 0
      c=IN IP4 host.example.com
      """)
    #expect(
      media.map { $0.address?.description } == ["224.2.1.1:5000", "[2001:db8::1]:5002", nil])
    #expect(media.map(\.portCount) == [1, 2, 1])
  }

  @Test("formats come from rtpmap and fmtp in any order, else from RFC 3551")
  func formats() throws {
    let media = try media(
      """
      m=audio 5000 RTP/AVP 111 0 9 101 18 99
      a=fmtp:111 minptime=10; useinbandfec=1
      a=fmtp:18 annexb=no
      a=rtpmap:111 opus/48000/2
      a=rtpmap:101  telephone-event/8000/
      a=fmtp:101 0-16
      a=rtpmap:8 PCMA/8000
      a=ptime:20
      a=maxptime:60
      """)
    #expect(media.first?.payloadTypes == [111, 0, 9, 101, 18, 99])
    #expect(
      media.first?.formats == [
        111: MediaFormat(
          encodingName: "opus", clockRate: 48000, channels: 2,
          parameters: "minptime=10; useinbandfec=1"),
        0: MediaFormat(encodingName: "PCMU", clockRate: 8000),
        8: MediaFormat(encodingName: "PCMA", clockRate: 8000),
        9: MediaFormat(encodingName: "G722", clockRate: 8000),
        101: MediaFormat(encodingName: "telephone-event", clockRate: 8000, parameters: "0-16"),
        18: MediaFormat(encodingName: "G729", clockRate: 8000, parameters: "annexb=no"),
      ])
    #expect(media.first?.packetTime == 20)
  }

  @Test("direction is the session's unless the media says otherwise")
  func directions() throws {
    let media = try media("a=inactive\nm=audio 1 RTP/AVP 0\nm=audio 1 RTP/AVP 0\na=recvonly\n")
    #expect(media.map(\.direction) == [.inactive, .recvonly])
  }

  @Test(
    "profiles",
    arguments: [
      ("RTP/AVP", true, false), ("RTP/SAVP", true, true), ("UDP/TLS/RTP/SAVPF", true, true),
      ("RTP/AVPF", true, false), ("udptl", false, false), ("UDP/DTLS/SCTP", false, false),
    ])
  func profiles(name: String, isRTP: Bool, isProtected: Bool) throws {
    let media = try media("m=audio 4000 \(name) 0\n")
    #expect(media.first?.protocol == name)
    #expect(media.first?.isRTP == isRTP)
    #expect(media.first?.isProtected == isProtected)
    #expect(media.first?.formats.count == (isRTP ? 1 : 0))
  }

  @Test("crypto lines are kept whole (RFC 4568, section 9.1)")
  func crypto() throws {
    let line =
      "1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20|1:4"
    let media = try media("m=audio 49170 RTP/SAVP 0\na=crypto:\(line)\n")
    #expect(media.first?.cryptoLines == [line])
  }

  @Test("a bundled section without a port has the address of its bundle (RFC 9143, section 7.2)")
  func bundle() throws {
    let media = try media(
      """
      c=IN IP4 192.0.2.1
      a=group:BUNDLE foo bar
      m=audio 10000 RTP/AVP 0
      a=mid:foo
      m=video 0 RTP/AVP 31
      a=bundle-only
      a=mid:bar
      m=video 0 RTP/AVP 31
      a=mid:zen
      """)
    #expect(media.map(\.bundle) == [0, 0, nil])
    #expect(media.map { $0.address?.port } == [10000, 10000, 0])
    #expect(media.map(\.isRejected) == [false, false, true])
  }

  @Test("candidates of the first component (RFC 8839)")
  func candidates() throws {
    let media = try media(
      """
      m=audio 9 UDP/TLS/RTP/SAVPF 0
      a=candidate:1 1 UDP 2130706431 203.0.113.141 8998 typ host
      a=candidate:1 2 UDP 2130706431 203.0.113.141 8999 typ host
      a=candidate:2 1 TCP 2130706431 203.0.113.141 9 typ host tcptype active
      a=candidate:3 1 udp 1694498815 2001:db8::7 45664 typ srflx raddr :: rport 0
      """)
    #expect(
      media.first?.candidates.map(\.description) == ["203.0.113.141:8998", "[2001:db8::7]:45664"])
  }

  @Test("a file may have CRLF and a byte order mark")
  func file() throws {
    let text = "\u{FEFF}v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 5000 RTP/AVP 0\r\n"
    #expect(try SessionDescription(parsing: text).media.first?.address?.port == 5000)
  }

  @Test(
    "a file that cannot be understood is refused with the reason",
    arguments: [
      ("", SignallingError.notASessionDescription),
      ("m=audio 1 RTP/AVP 0\n", .notASessionDescription),
      ("v=0\ns=-\n", .noMediaDescription),
      ("v=0\nhello\n", .unreadableLine(number: 2, text: "hello")),
      ("v=0\nm=audio x RTP/AVP 0\n", .unreadableLine(number: 2, text: "m=audio x RTP/AVP 0")),
      (
        "v=0\nm=audio 70000 RTP/AVP 0\n",
        .unreadableLine(number: 2, text: "m=audio 70000 RTP/AVP 0")
      ),
      (
        "v=0\nm=audio 1 RTP/AVP 96\na=rtpmap:96 opus\n",
        .unreadableLine(number: 3, text: "a=rtpmap:96 opus")
      ),
      ("v=0\n" + String(repeating: "a=x\n", count: 1000), .tooManyLines),
    ])
  func refused(text: String, error: SignallingError) {
    #expect(throws: error) { try SessionDescription(parsing: text) }
  }
}
