import NetworkBytes
import TestSupport
import Testing

@testable import Signalling

@Suite("Hostile signalling")
struct HostileInputTests {
  private static let seeds: [[UInt8]] = [
    invite(sdp: audio("192.0.2.1", 5000, "0 97", "rtpmap:97 iLBC/8000", "fmtp:97 mode=20")),
    response(
      "183 Session Progress",
      sdp: audio(
        "203.0.113.1", 4000, "97", "rtcp:4003 IN IP6 2001:db8::1", "crypto:1 A inline:x",
        "candidate:1 1 UDP 2130706431 203.0.113.141 8998 typ host", "ssrc:7 cname:x", "ptime:20",
        "mid:a", "bundle-only")),
    request("PRACK"), request("BYE"), request("CANCEL", toTag: nil), response("486 Busy Here"),
    """
    INVITE sip:b SIP/2.0
    f: "x" <sip:a>
     ;tag=1
    t: sip:b
    i: 1
    CSeq: 1 INVITE
    c: multipart/mixed;boundary="b"

    --b
    Content-Type: application/sdp

    v=0
    a=group:BUNDLE a b
    m=audio 4/2 UDP/TLS/RTP/SAVPF 0 96
    --b--
    """,
  ].map(\.wire)

  @Test("mutated messages neither trap nor hang, as datagrams or in a stream")
  func mutations() {
    var generator = Randomness(seed: 3261)
    var observer = SignallingObserver()
    for round in 0..<10_000 {
      var bytes = Self.seeds[round % Self.seeds.count]
      for _ in 0..<Int.random(in: 1...8, using: &generator) where !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
        case 1:
          bytes.insert(Array("\r\n:;<\"/= 9".utf8).randomElement(using: &generator) ?? 0, at: place)
        case 2: bytes.removeSubrange(place..<min(bytes.count, place + 9))
        case 3: bytes.removeLast(bytes.count - place)
        default:
          let other = Self.seeds[Int.random(in: 0..<Self.seeds.count, using: &generator)]
          bytes.insert(contentsOf: other.prefix(place).suffix(40), at: place)
        }
      }
      observer.see(bytes)
      observer.receive(
        stream: bytes.span, connection: round % 5, isDiscontinuous: round % 11 == 0, at: 0,
        from: alice, to: bob)
      _ = observer.takeAnnouncements()
    }
    #expect(observer.counters.messages > 5_000)
    #expect(observer.counters.malformed > 100)
  }

  /// Repeats a piece until it fills a message.
  private static func fill(_ head: String, _ piece: String, _ tail: String = "") -> [UInt8] {
    let count = (65_000 - head.utf8.count - tail.utf8.count) / piece.utf8.count
    return Array((head + String(repeating: piece, count: count) + tail).utf8)
  }

  private static let head =
    "INVITE sip:b SIP/2.0\r\nf: <sip:a>;tag=1\r\nt: <sip:b>\r\ni: 1\r\nCSeq: 1 INVITE\r\n"
  private static let sdpHead = head + "c: application/sdp\r\n\r\nv=0\r\nc=IN IP4 192.0.2.1\r\n"

  private static let floods: [[UInt8]] = [
    fill("INVITE sip:b SIP/2.0\r\nf: ", " ;", "\r\n\r\n"),
    fill("INVITE sip:b SIP/2.0\r\nf: ", "\"<", "\r\n\r\n"),
    fill("INVITE sip:b SIP/2.0\r\nf: <", ";\r\n ", "\r\n\r\n"),
    fill(head, "\r\n "), fill(head, ":"), fill(head, "i\r\n"),
    fill(head + "c: multipart/x;boundary=a\r\n\r\n", "--a\r\n"),
    fill(
      head + "c: multipart/x;boundary=a\r\n\r\n",
      "--a\r\nc: multipart/x;boundary=b\r\n\r\n--b\r\n"),
    fill(sdpHead, "m=a 1 AVP 0\r\n"), fill(sdpHead + "m=audio 1 RTP/AVP ", "0 "),
    fill(sdpHead + "m=audio 1 RTP/AVP", " 96 97 98 99 0 8 101"),
    fill(sdpHead + "m=audio 1 RTP/AVP 96\r\n", "a=ssrc:1\r\na=ssrc:2\r\n"),
    fill(sdpHead + "a=group:BUNDLE", " a")
      + fill("\r\n", "m=a 0 AVP 0\r\na=mid:a\r\na=bundle-only\r\n"),
    fill(sdpHead + "m=audio 1 RTP/AVP 96\r\na=rtpmap:96 ", "/1"),
    fill(sdpHead + "c=IN IP6 ", "1:"), fill(sdpHead, "\n"),
  ]

  @Test("messages made to be slow are not, even in small segments")
  func slowness() {
    let stopwatch = ProcessorTime()
    var observer = SignallingObserver()
    for (index, bytes) in Self.floods.enumerated() {
      observer.see(bytes)
      for start in stride(from: 0, to: bytes.count, by: 16) {
        observer.receive(
          stream: bytes[start..<min(bytes.count, start + 16)].span, connection: index,
          isDiscontinuous: false, at: 0, from: alice, to: bob)
      }
      let announcements = observer.takeAnnouncements()
      #expect(announcements.count <= 1000)
    }
    #expect(observer.counters.messages >= Self.floods.count)
    // What grows with the square of a message's length takes minutes.
    #expect(stopwatch.seconds < 30)
  }

  @Test("streams of messages that never end are read once")
  func endlessMessages() {
    let stopwatch = ProcessorTime()
    var observer = SignallingObserver()
    let pieces = [
      "A a: SIP/2.0\r\n", "A a: SIP/2.0\r\nl: 99999999\r\n\r\n", "A a: SIP/2.0\r\nl: 9\r\n",
    ]
    for (index, piece) in ["REGISTER sip:x SIP/2.0\r\n\r\n"].flatMap({ first in
      pieces.map { first + String(repeating: $0, count: 20_000) }
    }).enumerated() {
      let bytes = Array(piece.utf8)
      for start in stride(from: 0, to: bytes.count, by: 64) {
        observer.receive(
          stream: bytes[start..<min(bytes.count, start + 64)].span, connection: index,
          isDiscontinuous: false, at: 0, from: alice, to: bob)
      }
    }
    #expect(observer.counters.malformed > 0)
    #expect(observer.pendingBytes <= 3 * (SignallingLimits.messageBytes + 64))
    #expect(stopwatch.seconds < 30)
  }

  @Test("unfinished messages on many connections stay within the bound")
  func manyConnections() {
    var observer = SignallingObserver()
    let bytes = Array((Self.head + "l: 60000\r\n\r\n").utf8) + [UInt8](repeating: 120, count: 2000)
    for connection in 0..<(SignallingLimits.connections + 1000) {
      observer.receive(
        stream: bytes.span, connection: connection, isDiscontinuous: false, at: 0, from: alice,
        to: bob)
      #expect(observer.pendingBytes <= SignallingLimits.pendingBytes)
    }
    #expect(observer.framers.count <= SignallingLimits.connections)
    #expect(observer.counters.malformed > 0)
  }
}
