import NetworkBytes
import Testing

@testable import Signalling

@Suite("SIP messages")
struct SIPMessageTests {
  var observer = SignallingObserver()
  private let sdp = "v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 5000 RTP/AVP 0\r\n"

  /// What is announced for an INVITE with such header lines and body.
  private mutating func announced(_ header: String, _ body: String) -> [String] {
    let isSIP = observer.see(Array("INVITE sip:b@example.com SIP/2.0\r\n\(header)\r\n\(body)".utf8))
    #expect(isSIP)
    return observer.takeAnnouncements().map(\.summary)
  }

  private let expected = ["caller offers 192.0.2.1:5000 0=PCMU/8000/1"]

  @Test(
    "a body that is compressed is counted, not read; what says so and is none is read",
    arguments: [
      ("Content-Encoding: gzip", "\u{1f}\u{8b}\u{8}", false), ("e: deflate", "x", false),
      ("Content-Encoding: identity", "", true), ("e: gzip", "", true), ("Subject: gzip", "", true),
    ])
  mutating func compressed(line: String, start: String, isRead: Bool) {
    let header =
      "From: <sip:a@x>;tag=1\r\nTo: <sip:b@x>\r\nCall-ID: z\r\nCSeq: 1 INVITE\r\n"
      + "Content-Type: application/sdp\r\n\(line)\r\n"
    #expect(announced(header, start + sdp) == (isRead ? expected : []))
    #expect(observer.counters.compressed == (isRead ? 0 : 1))
    #expect(observer.counters.malformed == 0)
  }

  @Test(
    "compact names, any case, folds, blanks before the colon (RFC 3261, section 7.3)",
    arguments: [
      "v: SIP/2.0/UDP h\r\nf: <sip:a@x>;tag=1\r\nt: <sip:b@x>\r\ni: z\r\nCSeq: 1 INVITE\r\n"
        + "c: application/sdp\r\nk: 100rel\r\ns: hi\r\nm: <sip:a@h>\r\n",
      "FROM: <sip:a@x>;tag=1\r\ntO: <sip:b@x>\r\ncall-id: z\r\ncSEQ: 1 INVITE\r\n"
        + "CONTENT-TYPE: Application/SDP\r\n",
      "From  :\r\n <sip:a@x>\r\n\t;tag=1\r\nTo:\r\n  <sip:b@x>\r\nCall-ID: z\r\nCSeq: 1\r\n INVITE\r\n"
        + "Subject: a\r\n From: not a header\r\nContent-Type : application/sdp ;x=y\r\n",
    ])
  mutating func spellings(header: String) {
    let summaries = announced(header, sdp)
    #expect(summaries == expected)
    #expect(observer.calls.map(\.callID) == ["z"])
    #expect(observer.calls.map(\.from) == ["sip:a@x"])
    #expect(observer.calls.map(\.to) == ["sip:b@x"])
  }

  private let header = "From: <sip:a@x>;tag=1\r\nTo: <sip:b@x>\r\nCall-ID: z\r\nCSeq: 1 INVITE\r\n"

  @Test("lines may end in LF alone")
  mutating func lineFeeds() {
    let text = "INVITE sip:b@x SIP/2.0\r\n\(header)Content-Type: application/sdp\r\n\r\n\(sdp)"
    observer.see(text.utf8.filter { $0 != 13 })
    let summaries = observer.takeAnnouncements().map(\.summary)
    #expect(summaries == expected)
  }

  @Test(
    "in a datagram a length that is missing or too long, or no number, means to the end",
    arguments: ["", "Content-Length: 4000000000\r\n", "l: 99999999999999999999999\r\n", "l: x\r\n"])
  mutating func lengths(line: String) {
    let summaries = announced(header + "Content-Type: application/sdp\r\n" + line, sdp)
    #expect(summaries == expected)
  }

  @Test("what follows the length given is no part of the body")
  mutating func trailing() {
    let line = "Content-Length: \(sdp.utf8.count)\r\nContent-Type: application/sdp\r\n"
    let summaries = announced(header + line, sdp + "m=audio 6000 RTP/AVP 8\r\n")
    #expect(summaries == expected)
  }

  @Test(
    "a description is found in a multipart body (RFC 2046; RFC 5621)",
    arguments: [
      "multipart/mixed;boundary=unique-1", "Multipart/Mixed; charset=x; boundary=\"unique-1\"",
    ])
  mutating func multipart(type: String) {
    let body =
      "preamble\r\n--unique-1\r\nContent-Type: application/isup; version=nxv3\r\n\r\nv=0\r\n"
      + "--unique-1\r\nContent-Disposition: session\r\nContent-type: application/sdp\r\n\r\n\(sdp)"
      + "\r\n--unique-1--\r\nm=audio 1 RTP/AVP 0\r\n"
    let summaries = announced(header + "Content-Type: \(type)\r\n", body)
    #expect(summaries == expected)
  }

  @Test("a description is found in a multipart within a multipart")
  mutating func nestedMultipart() {
    let body =
      "--a\r\nContent-Type: multipart/alternative;boundary=b\r\n\r\n"
      + "--b\r\n\r\ntext\r\n--b\r\nContent-Type: application/sdp\r\n\r\n\(sdp)--b--\r\n--a--\r\n"
    let type = "Content-Type: multipart/mixed;boundary=a\r\n"
    let summaries = announced(header + type, body)
    #expect(summaries == expected)
  }

  @Test(
    "URIs are kept without display name, parameters and tag (RFC 3261, section 20.10)",
    arguments: [
      ("\"A. G. Bell\" <sip:agb@bell-telephone.com> ;tag=a48s", "sip:agb@bell-telephone.com"),
      ("sip:+12125551212@server.phone2net.com;tag=887s", "sip:+12125551212@server.phone2net.com"),
      ("Anonymous <sip:c8oqz84zk7z@privacy.org>;tag=hyh8", "sip:c8oqz84zk7z@privacy.org"),
      (
        "\"a \\\" <sip:x@y>;tag=9\" <sips:b@h;transport=tcp?q=1>;x=\";\";TAG=1",
        "sips:b@h;transport=tcp?q=1"
      ),
      ("<tel:+1-201-555-0123>;tag=1", "tel:+1-201-555-0123"),
    ])
  mutating func addresses(field: String, uri: String) {
    let rest = "To: <sip:b@x>\r\nCall-ID: z\r\nCSeq: 1 INVITE\r\n"
    _ = announced("From: \(field)\r\n\(rest)", "")
    #expect(observer.calls.map(\.from) == [uri])
  }

  @Test(
    "a message without a header field that all need is counted as malformed",
    arguments: ["From", "To", "Call-ID", "CSeq"])
  mutating func missing(name: String) {
    let rest = header.split(separator: "\r\n").filter { !$0.hasPrefix(name) }
    let summaries = announced(rest.joined(separator: "\r\n") + "\r\n", sdp)
    #expect(summaries == [])
    #expect((observer.counters.messages, observer.counters.malformed) == (1, 1))
  }

  @Test("texts that are no UTF-8 are repaired, long ones cut")
  mutating func texts() {
    var bytes = Array("INVITE sip:b SIP/2.0\r\nFrom: <sip:".utf8) + [0xff, 0xc3]
    bytes += Array("@x>;tag=1\r\nTo: <sip:b>\r\nCSeq: 1 INVITE\r\nCall-ID: ".utf8)
    bytes += [UInt8](repeating: 0x61, count: 5000)
    observer.see(bytes)
    #expect(observer.calls.first?.from == "sip:\u{FFFD}\u{FFFD}@x")
    #expect(observer.calls.first?.callID.utf8.count == 1024)
  }

  @Test(
    "what begins like SIP is known by its first bytes",
    arguments: [
      ("INVITE sip:bob@biloxi.example.com SIP/2.0\r\n", true), ("SIP/2.0 200 OK\r\n", true),
      ("\r\n\r\nACK sips:x SIP/2.0", true), ("NOTIFY tel:+1 SIP/2.0", true), ("SIP/2.0", false),
      ("INVITE", false), ("GET / HTTP/1.1", false), ("NOTIFY * HTTP/1.1", false),
      ("invite sip:x SIP/2.0", false), ("EHLO mail.example.com\r\n", false), ("", false),
      ("\u{80}\u{0}\u{1}", false), ("SIP/3.0 200 OK", false), (" INVITE sip:x", false),
    ])
  func looks(text: String, isSIP: Bool) {
    #expect((SIPLikeness(Array(text.utf8).span) == .yes) == isSIP)
  }

  @Test(
    "datagrams that are SIP, and others",
    arguments: [
      ("\r\n\r\n", true), ("\r\n", true), ("", false), ("GET http://x/ HTTP/1.1\r\n\r\n", false),
      ("DESCRIBE rtsp://x/y RTSP/1.0\r\nCSeq: 1\r\n\r\n", false), ("SIP/2.0 2000 OK\r\n", false),
      ("REGISTER sip:x SIP/2.0\r\n\r\n", true),
    ])
  mutating func datagrams(text: String, isSIP: Bool) {
    let answer = observer.see(Array(text.utf8))
    #expect(answer == isSIP)
  }
}
