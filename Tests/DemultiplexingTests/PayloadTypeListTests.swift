import Audio
import RTP
import Signalling
import Testing

@testable import Demultiplexing

@Suite("Payload types that RFC 3551 does not list")
struct PayloadTypeListTests {
  private static let types: [UInt8] = [20, 35, 63, 64, 72, 77, 95]

  private static func options(_ payloadType: UInt8) -> DemultiplexingOptions {
    var options = DemultiplexingOptions()
    options.formats = [payloadType: MediaFormat(encodingName: "PCMU", clockRate: 8000)]
    return options
  }

  @Test(
    "an option names any of them, and small sequence numbers behind a marker are no RTCP",
    arguments: types)
  func option(_ payloadType: UInt8) {
    var trace = DemultiplexedTrace(Self.options(payloadType))
    for number in 1...40 {
      trace.send(number, number * 160, payloadType: payloadType, marker: number % 5 == 1)
    }
    trace.demultiplexer.finish()
    #expect(trace.demultiplexer.streams.map(\.reception.tracker.packets) == [40])
    #expect(trace.demultiplexer.counters.rtcp == 0)
    #expect(trace.demultiplexer.unlistedPayloadTypes.isEmpty)
  }

  @Test("so does a description from outside", arguments: types)
  func description(_ payloadType: UInt8) throws {
    var options = DemultiplexingOptions()
    options.description = try SessionDescription(
      parsing: "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n"
        + "m=audio 9 RTP/AVP \(payloadType)\r\na=rtpmap:\(payloadType) PCMA/8000\r\n")
    var trace = DemultiplexedTrace(options)
    for number in 1...10 { trace.send(number, number * 160, payloadType: payloadType) }
    #expect(trace.demultiplexer.streams.map(\.reception.tracker.packets) == [10])
  }

  @Test("what has the form of RTCP stays RTCP, though an option names its number")
  func rtcp() {
    var trace = DemultiplexedTrace(Self.options(77))
    // A negative acknowledgement (RFC 4585, section 6.2.1), and one behind an empty receiver report.
    let feedback: [UInt8] = [0x81, 205, 0, 3, 0, 0, 0, 9, 0, 0, 0, 7, 0, 5, 0, 0]
    trace.receive(feedback, from: DemultiplexedTrace.bob, to: DemultiplexedTrace.alice)
    trace.receive(
      [0x80, 201, 0, 1, 0, 0, 0, 9] + feedback, from: DemultiplexedTrace.bob,
      to: DemultiplexedTrace.alice)
    #expect(trace.demultiplexer.counters.rtcp == 2)
  }

  @Test("without, flows of them are no streams, and their numbers are told", arguments: types)
  func unlisted(_ payloadType: UInt8) {
    var trace = DemultiplexedTrace()
    for number in 10_000...10_029 {
      trace.send(number, number * 160, payloadType: payloadType)
    }
    trace.demultiplexer.finish()
    #expect(trace.demultiplexer.streams.isEmpty)
    #expect(trace.demultiplexer.unlistedPayloadTypes == [payloadType])
    #expect(trace.demultiplexer.counters.notRTP == 30)
    let near = trace.demultiplexer.nearStreams
    #expect(near.map(\.packets) == [30])
    #expect(near.map(\.run) == [30])
    #expect(near.map(\.isListed) == [false])
  }

  @Test("what came before the SDP that names it is kept, as far as there is room, else counted")
  func late() {
    for (before, unkept) in [(5, 0), (50, 1), (80, 31)] {
      var trace = DemultiplexedTrace()
      for number in 1...before { trace.send(number, number * 160, payloadType: 35) }
      trace.invite("1", media: "RTP/AVP 35\r\na=rtpmap:35 PCMU/8000")
      for number in before + 1...before + 10 {
        trace.send(number, number * 160, payloadType: 35)
      }
      #expect(trace.demultiplexer.streams.map(\.unkept) == [unkept])
      #expect(
        trace.demultiplexer.streams.map(\.reception.tracker.packets) == [before + 10 - unkept])
    }
  }
}
