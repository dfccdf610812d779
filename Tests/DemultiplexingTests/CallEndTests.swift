import RTP
import Testing

@testable import Demultiplexing

@Suite("The same numbers in another call")
struct CallEndTests {
  /// Ten packets, each time the same.
  private static func play(_ trace: inout DemultiplexedTrace) {
    for number in 1...10 { trace.send(number, number * 160, payload: UInt8(number)) }
  }

  /// Packets of the stream that were taken for copies, and segments behind the first.
  private static func found(_ trace: borrowing DemultiplexedTrace) -> [Int] {
    trace.demultiplexer.streams.flatMap {
      [$0.reception.tracker.duplicates, $0.reception.tracker.restarts]
    }
  }

  @Test("behind a BYE and a new INVITE for its address a replay is no copy")
  func newCall() {
    var trace = DemultiplexedTrace()
    trace.invite("1")
    Self.play(&trace)
    trace.bye("1")
    trace.invite("2")
    Self.play(&trace)
    #expect(Self.found(trace) == [0, 1])
  }

  @Test("nor is it where the Call-ID is used again")
  func sameCallID() {
    var trace = DemultiplexedTrace()
    trace.invite("1")
    Self.play(&trace)
    trace.bye("1")
    trace.invite("1", sequence: 3)
    Self.play(&trace)
    #expect(Self.found(trace) == [0, 1])
  }

  @Test("without a BYE, or a new INVITE, or in a new offer within the call, it is a copy")
  func sameCall() {
    for event in [{ $0.invite("1", sequence: 3) }, { $0.bye("1") }, { $0.invite("2") }]
      as [(inout DemultiplexedTrace) -> Void]
    {
      var trace = DemultiplexedTrace()
      trace.invite("1")
      Self.play(&trace)
      event(&trace)
      Self.play(&trace)
      #expect(Self.found(trace) == [10, 0])
    }
  }
}
