import NetworkBytes
import Signalling
import Testing

@Suite("SIP over TCP")
struct StreamFramingTests {
  /// A call's four messages, keep-alives between them.
  private let conversation: [UInt8] = [
    invite(sdp: audio("192.0.2.1", 5000, "0 97", "rtpmap:97 iLBC/8000")), "\n\n",
    response("180 Ringing"), response("200 OK", sdp: audio("203.0.113.1", 4000, "97")), "\n",
    invite(sequence: 2, sdp: audio("192.0.2.1", 5002, "8")),
  ].flatMap(\.wire)

  private let expected = [
    "caller offers 192.0.2.1:5000 0=PCMU/8000/1, 97=iLBC/8000/1",
    "callee answers 203.0.113.1:4000 97=iLBC/8000/1",
    "caller offers 192.0.2.1:5002 8=PCMA/8000/1",
  ]

  private func feed(
    _ bytes: ArraySlice<UInt8>, to observer: inout SignallingObserver, gap: Bool = false,
    connection: Int = 1, at time: Int64 = 0
  ) {
    observer.receive(
      stream: bytes.span, connection: connection, isDiscontinuous: gap, at: time, from: alice,
      to: bob)
  }

  @Test("wherever the stream is cut in two, the same is announced")
  func everyCut() {
    for cut in 0...conversation.count {
      var observer = SignallingObserver()
      feed(conversation[..<cut], to: &observer)
      feed(conversation[cut...], to: &observer)
      let announced = observer.takeAnnouncements().map(\.summary)
      #expect(announced == expected, "cut at \(cut)")
      #expect((observer.counters.messages, observer.counters.malformed) == (4, 0), "cut at \(cut)")
    }
  }

  @Test("segments of any one size", arguments: [1, 2, 3, 7, 100, 536])
  func sizes(size: Int) {
    var observer = SignallingObserver()
    for start in stride(from: 0, to: conversation.count, by: size) {
      feed(conversation[start..<min(start + size, conversation.count)], to: &observer)
    }
    let announced = observer.takeAnnouncements().map(\.summary)
    #expect(announced == expected)
    #expect(observer.counters.messages == 4)
  }

  @Test("a message has the time of the segment that ends it")
  func time() {
    var observer = SignallingObserver()
    feed(conversation[..<600], to: &observer, at: 1)
    feed(conversation[600...], to: &observer, at: 2)
    let times = observer.takeAnnouncements().map(\.time)
    #expect(times == [1, 2, 2])
  }

  @Test("after a gap it goes on with the next message, wherever that begins")
  func gap() {
    let second = invite(callID: "next", sdp: audio("192.0.2.1", 6000, "8")).wire
    let both = conversation + second
    for start in stride(from: 1, through: conversation.count, by: 5) {
      var observer = SignallingObserver()
      feed(conversation[..<10], to: &observer)
      feed(both[start...], to: &observer, gap: true)
      let last = observer.takeAnnouncements().last?.summary
      #expect(
        last == "caller offers 192.0.2.1:6000 8=PCMA/8000/1",
        "gap up to \(start)")
    }
  }

  @Test("a gap loses the message that it cuts, and counts it")
  func gapWithinMessage() {
    var observer = SignallingObserver()
    let message = invite(sdp: audio("192.0.2.1", 5000, "0")).wire
    feed(message[...], to: &observer)
    feed(message[..<200], to: &observer)
    feed(message[300...], to: &observer, gap: true)
    feed(message[...], to: &observer)
    #expect((observer.counters.messages, observer.counters.malformed) == (2, 1))
  }

  @Test("directions and connections are apart")
  func interleaved() {
    var observer = SignallingObserver()
    let offer = invite(sdp: audio("192.0.2.1", 5000, "0")).wire
    let answer = response("200 OK", sdp: audio("203.0.113.1", 4000, "0")).wire
    for index in 0..<max(offer.count, answer.count) {
      feed(offer[min(index, offer.count)..<min(index + 1, offer.count)], to: &observer)
      observer.receive(
        stream: answer[min(index, answer.count)..<min(index + 1, answer.count)].span,
        connection: 1, isDiscontinuous: false, at: 0, from: bob, to: alice)
    }
    #expect(observer.counters.messages == 2)
  }

  @Test(
    "other protocols are neither messages nor malformed",
    arguments: [
      "GET http://example.com/ HTTP/1.1\r\nHost: example.com\r\n\r\n", "EHLO mail\r\n",
      "\u{16}\u{3}\u{1}", "OPTIONS rtsp://x RTSP/1.0\r\nCSeq: 1\r\n\r\n",
    ])
  func others(text: String) {
    var observer = SignallingObserver()
    for _ in 0..<10 {
      feed(Array(text.utf8)[...], to: &observer)
    }
    #expect((observer.counters.messages, observer.counters.malformed) == (0, 0))
  }

  @Test("a message over 64 KB is passed over, and the next one found")
  func oversize() {
    var observer = SignallingObserver()
    let filler = "Subject: " + String(repeating: "x", count: 1000) + "\n"
    let long = request("MESSAGE").replacing(
      "Max-Forwards: 70\n", with: String(repeating: filler, count: 70))
    let lying = request("MESSAGE").replacing("Content-Length: 0", with: "Content-Length: 999999")
    let next = invite(sdp: audio("192.0.2.1", 5000, "0"))
    for text in [request("MESSAGE"), long, next, lying, next] {
      feed(text.wire[...], to: &observer)
    }
    #expect((observer.counters.messages, observer.counters.malformed) == (3, 2))
  }
}
