import Audio
import NetworkBytes
import Testing

@testable import Signalling

@Suite("Offers and answers")
struct SignallingObserverTests {
  var observer = SignallingObserver()

  /// What is announced since the last call.
  private mutating func summaries() -> [String] { observer.takeAnnouncements().map(\.summary) }

  @Test("the exchange of RFC 3264, section 10.1, by INVITE and 200")
  mutating func offerInInvite() {
    observer.see(
      invite(
        sdp: """
          v=0
          o=alice 2890844526 2890844526 IN IP4 192.0.2.1
          s=
          c=IN IP4 192.0.2.1
          t=0 0
          m=audio 49170 RTP/AVP 0 8 97
          a=rtpmap:0 PCMU/8000
          a=rtpmap:8 PCMA/8000
          a=rtpmap:97 iLBC/8000
          m=video 51372 RTP/AVP 31 32
          a=rtpmap:31 H261/90000
          a=rtpmap:32 MPV/90000

          """), at: 5)
    observer.see(
      response(
        "200 OK",
        sdp: """
          v=0
          o=bob 2808844564 2808844564 IN IP4 203.0.113.1
          s=
          c=IN IP4 203.0.113.1
          t=0 0
          m=audio 49172 RTP/AVP 0 8
          a=rtpmap:0 PCMU/8000
          a=rtpmap:8 PCMA/8000
          m=video 0 RTP/AVP 31
          a=rtpmap:31 H261/90000

          """), at: 9, from: bob, to: alice)
    let announcements = observer.takeAnnouncements()
    #expect(
      announcements.map(\.summary) == [
        "caller offers 192.0.2.1:49170 0=PCMU/8000/1, 8=PCMA/8000/1, 97=iLBC/8000/1",
        "caller offers 192.0.2.1:51372 31=H261/90000/1, 32=MPV/90000/1",
        "callee answers 203.0.113.1:49172 0=PCMU/8000/1, 8=PCMA/8000/1",
        "callee answers 203.0.113.1:0 31=H261/90000/1",
      ])
    #expect(announcements.map(\.isRejected) == [false, false, false, true])
    #expect(announcements.map(\.time) == [5, 5, 9, 9])
    #expect(announcements.map(\.media.index) == [0, 1, 0, 1])
    #expect(announcements.map(\.media.kind) == ["audio", "video", "audio", "video"])
    let none = observer.takeAnnouncements()
    #expect(none.isEmpty)
    #expect(observer.counters.messages == 2)
    #expect(observer.counters.malformed == 0)
    #expect(observer.calls.count == 1)
    #expect(observer.calls.first?.callID == "a84b4c76e66710")
    #expect(observer.calls.first?.from == "sip:alice@atlanta.example.com")
    #expect(observer.calls.first?.to == "sip:bob@biloxi.example.com")
    #expect(observer.calls.first?.startTime == 5)
  }

  @Test("an offer in the 200 is answered in the ACK (RFC 3261, section 13.2.1)")
  mutating func delayedOffer() {
    observer.see(invite())
    observer.see(
      response("200 OK", sdp: audio("203.0.113.1", 4000, "96", "rtpmap:96 opus/48000/2")))
    observer.see(request("ACK", sdp: audio("192.0.2.1", 5000, "96")))
    let announced = summaries()
    #expect(
      announced == [
        "callee offers 203.0.113.1:4000 96=opus/48000/2",
        "caller answers 192.0.2.1:5000 96=opus/48000/2",
      ])
  }

  @Test("an offer in a reliable 183 is answered in the PRACK (RFC 3262, section 5)")
  mutating func offerInProvisional() {
    observer.see(invite())
    observer.see(response("183 Session Progress", sdp: audio("203.0.113.1", 4000, "8")))
    observer.see(request("PRACK", sequence: 2, sdp: audio("192.0.2.1", 5000, "8")))
    observer.see(response("200 OK", to: "PRACK", sequence: 2))
    let announced = summaries()
    #expect(
      announced == [
        "callee offers 203.0.113.1:4000 8=PCMA/8000/1",
        "caller answers 192.0.2.1:5000 8=PCMA/8000/1",
      ])
  }

  @Test("after offer and answer, PRACK and UPDATE offer anew and their 200s answer (RFC 3311)")
  mutating func update() {
    observer.see(invite(sdp: audio("192.0.2.1", 5000, "0")))
    observer.see(response("183 Session Progress", sdp: audio("203.0.113.1", 4000, "0")))
    observer.see(request("PRACK", sequence: 2, sdp: audio("192.0.2.1", 5002, "0")))
    observer.see(
      response("200 OK", to: "PRACK", sequence: 2, sdp: audio("203.0.113.1", 4002, "0")))
    observer.see(
      request(
        "UPDATE", sequence: 1, fromTag: "a6c85cf", toTag: "1928301774",
        sdp: audio("203.0.113.1", 4004, "0")))
    observer.see(
      response(
        "200 OK", to: "UPDATE", sequence: 1, fromTag: "a6c85cf", toTag: "1928301774",
        sdp: audio("192.0.2.1", 5004, "0")))
    let announced = summaries()
    #expect(
      announced == [
        "caller offers 192.0.2.1:5000 0=PCMU/8000/1",
        "callee answers 203.0.113.1:4000 0=PCMU/8000/1",
        "caller offers 192.0.2.1:5002 0=PCMU/8000/1",
        "callee answers 203.0.113.1:4002 0=PCMU/8000/1",
        "callee offers 203.0.113.1:4004 0=PCMU/8000/1",
        "caller answers 192.0.2.1:5004 0=PCMU/8000/1",
      ])
  }

  @Test("hold and resume by the callee are announced each, and caller stays caller (RFC 5359, 2.1)")
  mutating func hold() {
    observer.see(invite(sdp: audio("192.0.2.1", 5000, "0")))
    observer.see(response("200 OK", sdp: audio("203.0.113.1", 4000, "0")))
    for (sequence, direction) in [(712, "sendonly"), (713, "sendrecv")] {
      observer.see(
        invite(
          sequence: sequence, fromTag: "a6c85cf", toTag: "1928301774",
          sdp: audio("203.0.113.1", 4000, "0", direction)))
      observer.see(
        response(
          "200 OK", sequence: sequence, fromTag: "a6c85cf", toTag: "1928301774",
          sdp: audio("192.0.2.1", 5000, "0", direction == "sendonly" ? "recvonly" : direction)))
    }
    let announcements = observer.takeAnnouncements()
    #expect(
      announcements.map(\.party) == [.caller, .callee, .callee, .caller, .callee, .caller])
    #expect(announcements.map(\.isAnswer) == [false, true, false, true, false, true])
    #expect(
      announcements.map(\.media.direction) == [
        .sendrecv, .sendrecv, .sendonly, .recvonly, .sendrecv, .sendrecv,
      ])
    #expect(observer.calls.count == 1)
  }

  @Test("retransmissions, and a 200 that repeats its 183, announce nothing new")
  mutating func retransmissions() {
    let offer = invite(sdp: audio("192.0.2.1", 5000, "0"))
    let answer = audio("203.0.113.1", 4000, "0")
    for text in [
      offer, offer, response("183 Session Progress", sdp: answer),
      response("200 OK", sdp: answer), response("200 OK", sdp: answer), offer,
    ] {
      observer.see(text)
    }
    #expect(observer.counters.messages == 6)
    let announced = summaries()
    #expect(announced.count == 2)
  }

  @Test("each fork answers for itself, all of them callee (RFC 3261, section 13.2.2.4)")
  mutating func forking() {
    observer.see(invite(sdp: audio("192.0.2.1", 5000, "0 96", "rtpmap:96 speex/16000")))
    observer.see(response("183 Progress", toTag: "one", sdp: audio("203.0.113.1", 4000, "96")))
    observer.see(response("183 Progress", toTag: "two", sdp: audio("203.0.113.2", 4000, "96")))
    observer.see(response("200 OK", toTag: "two", sdp: audio("203.0.113.2", 4000, "96")))
    let announced = summaries()
    #expect(
      announced == [
        "caller offers 192.0.2.1:5000 0=PCMU/8000/1, 96=speex/16000/1",
        "callee answers 203.0.113.1:4000 96=speex/16000/1",
        "callee answers 203.0.113.2:4000 96=speex/16000/1",
      ])
  }

  @Test("a relay between two hops makes two addresses of one side, in one call")
  mutating func relay() {
    observer.see(invite(sdp: audio("192.0.2.1", 5000, "0")), from: alice, to: proxy)
    observer.see(invite(sdp: audio("198.51.100.9", 30000, "0")), from: proxy, to: bob)
    observer.see(response("200 OK", sdp: audio("203.0.113.1", 4000, "0")), from: bob, to: proxy)
    observer.see(
      response("200 OK", sdp: audio("198.51.100.9", 30002, "0")), from: proxy, to: alice)
    let announced = summaries()
    #expect(
      announced == [
        "caller offers 192.0.2.1:5000 0=PCMU/8000/1",
        "caller offers 198.51.100.9:30000 0=PCMU/8000/1",
        "callee answers 203.0.113.1:4000 0=PCMU/8000/1",
        "callee answers 198.51.100.9:30002 0=PCMU/8000/1",
      ])
    #expect(observer.calls.count == 1)
  }

  @Test("a proxy that changes no description repeats nothing")
  mutating func transparentProxy() {
    let offer = invite(sdp: audio("192.0.2.1", 5000, "0"))
    observer.see(offer, from: alice, to: proxy)
    observer.see(offer, from: proxy, to: bob)
    let announced = summaries()
    #expect(announced.count == 1)
  }

  @Test("one number means different things in two calls and in two directions")
  mutating func samePayloadType() {
    observer.see(
      invite(callID: "one", sdp: audio("192.0.2.1", 5000, "97", "rtpmap:97 iLBC/8000")))
    observer.see(
      response(
        "200 OK", callID: "one", sdp: audio("203.0.113.1", 4000, "97", "rtpmap:97 speex/8000")))
    observer.see(
      invite(callID: "two", sdp: audio("192.0.2.1", 5002, "97", "rtpmap:97 opus/48000/2")))
    let announcements = observer.takeAnnouncements()
    #expect(announcements.map { $0.media.formats[97]?.key } == ["ILBC", "SPEEX", "OPUS"])
    #expect(announcements.map(\.call) == [0, 0, 1])
  }

  @Test("an answer's own fmtp goes with the rtpmap it takes from the offer")
  mutating func inheritedParameters() {
    observer.see(
      invite(
        sdp: audio(
          "192.0.2.1", 5000, "97 98", "rtpmap:97 iLBC/8000", "fmtp:97 mode=20",
          "rtpmap:98 iLBC/8000", "fmtp:98 mode=30")))
    observer.see(response("200 OK", sdp: audio("203.0.113.1", 4000, "97 98", "fmtp:97 mode=30")))
    let announced = summaries()
    #expect(
      announced.last
        == "callee answers 203.0.113.1:4000 97=iLBC/8000/1 mode=30, 98=iLBC/8000/1 mode=30")
  }

  @Test("a call that the trace enters in its middle is read as well as may be")
  mutating func midCall() {
    observer.see(response("200 OK", sdp: audio("203.0.113.1", 4000, "0")), at: 3)
    observer.see(request("ACK", sdp: audio("192.0.2.1", 5000, "0")))
    let announced = summaries()
    #expect(
      announced == [
        "callee answers 203.0.113.1:4000 0=PCMU/8000/1",
        "caller answers 192.0.2.1:5000 0=PCMU/8000/1",
      ])
    #expect(observer.calls.map(\.startTime) == [3])
  }

  @Test("a retry after 401 is the same call")
  mutating func authentication() {
    observer.see(invite(sdp: audio("192.0.2.1", 5000, "0")))
    observer.see(response("401 Unauthorized"))
    observer.see(request("ACK"))
    observer.see(invite(sequence: 2, sdp: audio("192.0.2.1", 5000, "0")))
    #expect(observer.calls.count == 1)
    let announced = summaries()
    #expect(announced.count == 2)
  }

  @Test(
    "descriptions that are no offers announce nothing",
    arguments: [
      response("200 OK", to: "OPTIONS", sdp: audio("203.0.113.1", 0, "0 8")),
      response("488 Not Acceptable Here", sdp: audio("203.0.113.1", 4000, "0")),
      request("MESSAGE", sdp: audio("203.0.113.1", 4000, "0")),
    ])
  mutating func noOffers(text: String) {
    let isSIP = observer.see(text)
    #expect(isSIP)
    let announced = summaries()
    #expect(announced.isEmpty)
    #expect(observer.calls.isEmpty)
    #expect(observer.counters.malformed == 0)
  }

  @Test("media at a host name is counted, not announced")
  mutating func hostName() {
    let sdp = "v=0\nc=IN IP4 media.example.com\nm=audio 4000 RTP/AVP 0\n"
    observer.see(invite(sdp: sdp + "m=audio 4002 RTP/AVP 0\nc=IN IP4 192.0.2.1\n"))
    let announced = summaries()
    #expect(announced == ["caller offers 192.0.2.1:4002 0=PCMU/8000/1"])
    #expect(observer.counters.unaddressed == 1)
  }

  @Test("candidates and keys past the bound are counted, not kept")
  mutating func manyAttributes() {
    let lines = (1...SignallingLimits.attributes + 2).map { number in
      "a=candidate:1 1 UDP 1 192.0.2.9 \(5000 + number) typ host\n"
        + "a=crypto:\(number) AES_CM_128_HMAC_SHA1_80 inline:x\n"
    }
    observer.see(
      invite(sdp: "v=0\nc=IN IP4 192.0.2.1\nm=audio 4000 RTP/AVP 0\n" + lines.joined()))
    let media = observer.takeAnnouncements().first?.media
    #expect(media?.candidates.count == SignallingLimits.attributes)
    #expect(media?.cryptoLines.count == SignallingLimits.attributes)
    #expect(observer.counters.surplusAttributes == 4)
  }
}
