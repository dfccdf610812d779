import NetworkBytes
import RTP
import TestSupport
import Testing

@Suite("What RTCP says of streams")
struct RTCPObserverTests {
  private static let (alice, bob) = (IPAddress(ipv4: 0x0a00_0001), IPAddress(ipv4: 0x0a00_0002))
  private static let second: Int64 = 1_000_000_000

  private static func key(_ ssrc: UInt32, _ source: IPAddress, _ destination: IPAddress)
    -> StreamKey
  {
    StreamKey(
      ssrc: ssrc, source: SocketAddress(source, port: 4000),
      destination: SocketAddress(destination, port: 5000))
  }

  private static func seconds(_ time: Double) -> Int64 { Int64((time * 1e9).rounded()) }

  /// Alice's clock is right, Bob's 1234.5 s ahead; the way takes 40 ms each way, and the capture
  /// point is 5 ms from Alice.
  private static func call() -> RTCPObserver {
    let (ahead, way, near) = (1234.5, 0.04, 0.005)
    var observer = RTCPObserver()
    func send(_ bytes: [UInt8], from sender: IPAddress, _ time: Double) {
      observer.receive(
        bytes.span, from: sender, to: sender == alice ? bob : alice,
        at: seconds(time + (sender == alice ? near : way - near)), isTruncated: false)
    }
    let epoch = 3.9e9
    var heard: (ntp: Double, time: Double)?
    for round in 0..<4 {
      let sent = Double(round) * 10
      var blocks: [[UInt8]] = []
      if let heard {
        blocks = [
          RTCPBytes.block(
            0xb, jitter: 160, last: RTCPBytes.compact(heard.ntp),
            delay: UInt32((sent - heard.time) * 65_536))
        ]
      }
      // A clock that is 50 ppm fast.
      send(
        RTCPBytes.sender(
          0xa, ntp: epoch + sent, timestamp: UInt32(sent * 8000 * 1.00005), blocks: blocks)
          + RTCPBytes.name(0xa, "alice"), from: alice, sent)
      let answered = sent + 4
      let ntp = epoch + ahead + answered
      send(
        RTCPBytes.sender(
          0xb, ntp: ntp, timestamp: 77,
          blocks: [
            RTCPBytes.block(
              0xa, fraction: 64, lost: 5, jitter: UInt32(80 * (round + 1)),
              last: RTCPBytes.compact(epoch + sent),
              delay: UInt32((answered - sent - way) * 65_536))
          ]), from: bob, answered)
      heard = (ntp, answered + way)
    }
    return observer
  }

  @Test("reports go to the stream of their SSRC between their hosts, whatever the ports")
  func binding() throws {
    let observer = Self.call()
    let control = try #require(observer.control(of: Self.key(0xa, Self.alice, Self.bob)))
    #expect(control.datagrams == 8)
    #expect(control.senderReports == 4)
    #expect(control.canonicalName == "alice")
    #expect(control.reception.reports == 4)
    #expect(control.reception.lost == 5)
    #expect(control.reception.greatestLossPercent == 25)
    #expect(control.reception.meanJitter(clockRate: 8000) == 0.025)
    #expect(control.reception.greatestJitter(clockRate: 8000) == 0.04)
    #expect(observer.control(of: Self.key(0xa, Self.bob, Self.alice)) == nil)
    #expect(observer.control(of: Self.key(0xc, Self.alice, Self.bob)) == nil)
  }

  @Test("the round trip is that from the capture point to the receiver and back")
  func roundTrip() throws {
    let observer = Self.call()
    let (far, near) = (
      try #require(observer.control(of: Self.key(0xa, Self.alice, Self.bob))),
      try #require(observer.control(of: Self.key(0xb, Self.bob, Self.alice)))
    )
    // 35 ms to Bob and back, 5 ms to Alice and back; LSR counts in units of 15 µs.
    #expect(abs(try #require(far.reception.meanRoundTrip) - 0.07) < 5e-5)
    #expect(abs(try #require(near.reception.shortestRoundTrip) - 0.01) < 5e-5)
  }

  @Test("reports that quote each other tell how far the wall clocks are apart")
  func exchange() throws {
    let control = try #require(Self.call().control(of: Self.key(0xa, Self.alice, Self.bob)))
    let exchange = try #require(control.clock.exchange)
    #expect(exchange.peer == RTCPLink(ssrc: 0xb, from: Self.bob, to: Self.alice))
    #expect(abs(exchange.offset - 1234.5) < 5e-5)
    #expect(abs(exchange.delay - 0.08) < 5e-5)
  }

  @Test("the drift is that of the stream's clock against its sender's wall clock")
  func drift() throws {
    let control = try #require(Self.call().control(of: Self.key(0xa, Self.alice, Self.bob)))
    let drift = try #require(control.clock.drift(clockRate: 8000))
    // Timestamps are whole: half a tick in 30 s is 2 ppm.
    #expect(abs(drift.partsPerMillion - 50) < 3)
    #expect(drift.reference == .rtcp)
    #expect(try #require(drift.uncertainty) < 10)
  }

  @Test("reports that go to another host tell of the sender only")
  func elsewhere() throws {
    let recorder = IPAddress(ipv4: 0x0a00_0003)
    let control = try #require(Self.call().control(of: Self.key(0xa, Self.alice, recorder)))
    #expect(control.senderReports == 4)
    #expect(control.canonicalName == "alice")
    #expect(control.reception.reports == 0)
  }

  @Test("less than 10 s between two reports tells no drift, nor does a stream that began anew")
  func noDrift() throws {
    var observer = RTCPObserver()
    for (time, ntp, timestamp) in [
      (0.0, 3.9e9, UInt32(0)), (8, 3.9e9 + 8, 64_000), (20, 3.9e9 + 99, 160_000),
    ] {
      observer.receive(
        RTCPBytes.sender(1, ntp: ntp, timestamp: timestamp).span, from: Self.alice, to: Self.bob,
        at: Self.seconds(time), isTruncated: false)
    }
    let control = try #require(observer.control(of: Self.key(1, Self.alice, Self.bob)))
    #expect(control.senderReports == 3)
    #expect(control.clock.drift(clockRate: 8000) == nil)
  }

  @Test("a sender without a wall clock has reports but no clock")
  func noClock() throws {
    var observer = RTCPObserver()
    observer.receive(
      RTCPBytes.sender(1, ntp: 0, timestamp: 5).span, from: Self.alice, to: Self.bob, at: 0,
      isTruncated: false)
    let control = try #require(observer.control(of: Self.key(1, Self.alice, Self.bob)))
    #expect(control.senderReports == 1)
    #expect(control.clock.first == nil)
  }

  @Test("a copy within a second says nothing new")
  func copies() throws {
    var observer = RTCPObserver()
    let bytes = RTCPBytes.receiver(9, blocks: [RTCPBytes.block(1, lost: 2)])
    for time in [0, 1, 2] {
      for delay in [0, 0.0001] {
        observer.receive(
          bytes.span, from: Self.bob, to: Self.alice, at: Self.seconds(Double(time) * 5 + delay),
          isTruncated: false)
      }
    }
    let control = try #require(observer.control(of: Self.key(1, Self.alice, Self.bob)))
    #expect(control.datagrams == 3)
    #expect(control.reception.reports == 3)
  }

  @Test("a flood of sources has a bound, and what is beyond it is counted")
  func flood() {
    var observer = RTCPObserver()
    for ssrc in UInt32(0)..<33_000 {
      observer.receive(
        RTCPBytes.sender(ssrc, ntp: 3.9e9, timestamp: 0).span, from: Self.alice, to: Self.bob,
        at: 0, isTruncated: false)
    }
    #expect(observer.counters.surplus == 33_000 - 32_768)
    #expect(observer.control(of: Self.key(32_999, Self.alice, Self.bob)) == nil)
  }

  @Test("times at the ends of 64 bits do no harm")
  func hostileTimes() throws {
    var observer = RTCPObserver()
    for (index, time) in [Int64.max, .min, 0, .max, .min].enumerated() {
      let block = RTCPBytes.block(1, last: 0x0800_0000, delay: .max)
      observer.receive(
        RTCPBytes.sender(
          1, ntp: Double(index % 2 == 0 ? 0x7fff_ffff : 0x800), timestamp: .max / 2,
          blocks: [block, block]
        ).span, from: Self.alice, to: Self.alice, at: time, isTruncated: false)
    }
    #expect(try #require(observer.control(of: Self.key(1, Self.alice, Self.alice))).datagrams == 5)
  }
}
