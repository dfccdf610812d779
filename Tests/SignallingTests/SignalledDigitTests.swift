import Audio
import NetworkBytes
import Signalling
import Testing

@Suite("Digits by SIP INFO")
struct SignalledDigitTests {
  var observer = SignallingObserver()

  private func info(
    _ body: String, type: String = "application/dtmf-relay", sequence: Int = 2
  ) -> String {
    """
    INFO sip:bob@example.com SIP/2.0
    Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK\(sequence)
    From: <sip:alice@example.com>;tag=a
    To: <sip:bob@example.com>;tag=b
    Call-ID: call@192.0.2.1
    CSeq: \(sequence) INFO
    Content-Type: \(type)

    \(body)
    """
  }

  @Test(
    "bodies as senders write them",
    arguments: [
      ("application/dtmf-relay", "Signal=5\nDuration=160\n", .five, 160),
      ("application/dtmf-relay", "Signal= 4\nDuration= 180\n", .four, 180),
      ("APPLICATION/DTMF-Relay", "signal=*\n", .star, nil),
      ("application/dtmf-relay", "Signal=11\nDuration=250", .hash, 250),
      ("application/dtmf", "7", .seven, nil),
      ("application/dtmf", "d\n", .d, nil),
    ] as [(String, String, DTMFDigit, Int?)])
  func bodies(type: String, body: String, digit: DTMFDigit, milliseconds: Int?) throws {
    var observer = observer
    observer.see(info(body, type: type), at: 9)
    let found = try #require(observer.digits.first)
    #expect(found.digit == digit)
    #expect(found.milliseconds == milliseconds)
    #expect(found.time == 9)
    #expect(found.party == .caller)
    #expect(found.source == alice)
  }

  @Test(
    "what is no digit is none",
    arguments: [
      ("application/dtmf-relay", "Signal=flash"), ("application/dtmf-relay", "Signal=16"),
      ("application/dtmf-relay", "Duration=100"), ("text/plain", "5"), ("application/dtmf", ""),
    ])
  func others(type: String, body: String) {
    var observer = observer
    observer.see(info(body, type: type))
    #expect(observer.digits.isEmpty)
  }

  @Test("a request sent again, or seen on another hop, is one digit")
  mutating func repeated() {
    observer.see(info("Signal=5", sequence: 2))
    observer.see(info("Signal=5", sequence: 2))
    observer.see(info("Signal=5", sequence: 2), from: proxy)
    observer.see(info("Signal=5", sequence: 3))
    #expect(observer.digits.count == 2)
  }
}
