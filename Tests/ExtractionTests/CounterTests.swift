import Foundation
import JSON
import NetworkBytes
import Testing

@testable import Capture
@testable import Demultiplexing
@testable import Playout
@testable import RTP
@testable import Reporting
@testable import Signalling

@Suite("Counters reach the report")
struct CounterTests {
  /// A value that no other number of an empty report has.
  private static let count = 7

  private typealias Texts<Counters> = [(
    counter: any KeyPath<Counters, Int> & Sendable, text: StaticString
  )]

  /// The names of the properties that hold whole numbers.
  private static func numbers(of value: Any) -> Set<String> {
    Set(Mirror(reflecting: value).children.compactMap { $0.value is Int ? $0.label : nil })
  }

  /// Counters with one of them set, and its name.
  private static func one<Counters>(
    _ counter: KeyPath<Counters, Int>, of none: Counters
  ) throws -> (counters: Counters, name: String) {
    var counters = none
    counters[keyPath: try #require(counter as? WritableKeyPath<Counters, Int>)] = count
    let set = Mirror(reflecting: counters).children.first { $0.value as? Int == count }
    return (counters, try #require(set?.label))
  }

  /// A report on nothing but counters.
  private static func report(
    _ capture: CaptureCounters = CaptureCounters(),
    _ change: (inout Demultiplexer) -> Void = { _ in }
  ) -> ExtractionReport {
    var demultiplexer = Demultiplexer(DemultiplexingOptions())
    change(&demultiplexer)
    return ExtractionReport(
      demultiplexer, played: [:], inputs: [], capture: capture, unfilteredLinkTypes: [],
      isInterrupted: false)
  }

  /// The keys of the report's document that have the value `count`.
  private static func keys(_ report: ExtractionReport) throws -> Set<String> {
    func keys(_ value: Any) -> Set<String> {
      guard let object = value as? [String: Any] else { return [] }
      return object.reduce(into: []) { found, member in
        if member.value as? Int == count { found.insert(member.key) }
        found.formUnion(keys(member.value))
      }
    }
    return keys(try JSONSerialization.jsonObject(with: Data(document(report))))
  }

  private static func document(_ report: ExtractionReport) -> [UInt8] {
    var bytes: [UInt8] = []
    var json = JSONWriter { span in for index in span.indices { bytes.append(span[index]) } }
    report.write(to: &json)
    json.finish()
    return bytes
  }

  /// Sets each counter in turn and expects its sentence, or its key; all must have one.
  private static func expectAll<Counters>(
    of none: Counters, warnings: Texts<Counters>,
    keys: [(counter: KeyPath<Counters, Int>, key: String)],
    _ report: (Counters) -> ExtractionReport
  ) throws {
    var named: Set<String> = []
    for (counter, text) in warnings {
      let (counters, name) = try one(counter, of: none)
      #expect(report(counters).warnings == ["\(count) \(text)"], "\(name)")
      named.insert(name)
    }
    for (counter, key) in keys {
      let (counters, name) = try one(counter, of: none)
      #expect(try self.keys(report(counters)).contains(key), "\(name)")
      #expect(report(counters).warnings.isEmpty, "\(name)")
      named.insert(name)
    }
    #expect(numbers(of: none) == named)
    #expect(report(none).warnings.isEmpty)
    #expect(try self.keys(report(none)).isEmpty)
  }

  @Test("of the capture's packets, fragments and TCP connections")
  func capture() throws {
    let keys: [(counter: KeyPath<CaptureCounters, Int>, key: String)] = [
      (\.packets, "total"), (\.udp, "udp"), (\.truncated, "truncated"),
    ]
    try Self.expectAll(
      of: CaptureCounters(), warnings: CaptureCounters.warnings,
      keys: keys + CaptureCounters.tcpKeys.map { ($0.counter, "\($0.key)") }
    ) { Self.report($0) }
    #expect(Self.report().warnings.isEmpty)
    #expect(!String(decoding: Self.document(Self.report()), as: UTF8.self).contains("\"tcp\""))
  }

  @Test("of signalling")
  func signalling() throws {
    try Self.expectAll(
      of: SignallingCounters(), warnings: SignallingCounters.warnings,
      keys: [(\.messages, "sip")]
    ) { counters in
      Self.report { $0.signalling.counters = counters }
    }
  }

  @Test("of RTCP")
  func rtcp() throws {
    try Self.expectAll(
      of: RTCPCounters(), warnings: [], keys: RTCPCounters.keys.map { ($0.counter, "\($0.key)") }
    ) { counters in
      Self.report { $0.rtcp.counters = counters }
    }
  }

  @Test("of what tells streams apart")
  func demultiplexer() throws {
    try Self.expectAll(
      of: Demultiplexer.Counters(), warnings: Demultiplexer.Counters.warnings,
      keys: [
        (\.rtp, "rtp"), (\.rtcp, "rtcp"), (\.truncated, "truncated"), (\.notRTP, "not_rtp"),
      ]
    ) { counters in
      Self.report { $0.counters = counters }
    }
  }

  @Test("of a stream")
  func stream() throws {
    var named: Set<String> = []
    for (counter, text) in StreamCounters.warnings {
      let (counters, name) = try Self.one(counter, of: StreamCounters())
      #expect(counters.sentences == ["\(Self.count) \(text)"])
      named.insert(name)
    }
    #expect(Self.numbers(of: StreamCounters()) == named)
    #expect(StreamCounters().sentences.isEmpty)
  }

  /// Where counters begin: each property that is a whole number, with the counter or the key of the
  /// report that shows it; nil for what is no counter, but sizes and places.
  private static func sources() -> [(value: Any, numbers: [String: String?])] {
    let address = SocketAddress(IPAddress(ipv4: 1), port: 4000)
    let stream = InboundStream(
      key: StreamKey(ssrc: 1, source: address, destination: address), firstPacket: 1,
      options: DemultiplexingOptions(), pool: PagePool())
    return [
      (
        SequenceTracker(window: 1),
        [
          "packets": "packets", "duplicates": "duplicates", "reordered": "reordered",
          "late": "late", "strays": "strays", "restarts": "restarts",
          "expectedBefore": "lost", "waitingPackets": nil,
          "mostWaitingPackets": nil,
        ]
      ),
      (OrderHoles(), ["early": "earlyHoles"]),
      (
        stream,
        [
          "unkept": "unkept", "cut": "cut", "surplusFormats": "surplusFormats", "heldBytes": nil,
          "firstPacket": nil,
          "packetsElsewhere": nil,
        ]
      ),
      (EventLog(), ["dropped": "uncheckedEvents"]),
      (EventTrack(), ["dropped": "droppedEvents", "firstActive": nil]),
      (
        HeardDigits(),
        ["dropped": "droppedDigits", "droppedNearMisses": "droppedNearMisses"]
      ),
      (
        StreamPlayout(options: PlayoutOptions(), sinks: []).result,
        [
          "damaged": "damaged", "overlapped": "overlapped",
          "droppedEvents": "droppedEvents", "channels": "channels", "timelineRate": nil,
        ]
      ),
      (MediaConnections(), ["givenUp": "connectionsGivenUp", "pendingBytes": nil]),
      (
        MediaBindings(options: [:], description: nil), ["channelsNotNoted": "channelsNotNoted"]
      ),
      (
        KeyRing(DemultiplexingOptions()),
        ["notKept": "keysNotKept", "version": nil, "keyLogVersion": nil]
      ),
      (RelayBindings(), ["losses": "relaysForgotten"]),
      (Probation(), ["rejected": "notRTP", "keptBytes": nil]),
      (
        TCPReassembly(),
        [
          "retransmissions": "tcpRetransmissions", "outOfOrder": "tcpOutOfOrder",
          "gaps": "tcpGaps", "bytesSkipped": "tcpBytesSkipped", "evicted": "tcpConnectionsEvicted",
          "heldBytes": nil, "flushed": nil,
        ]
      ),
      (
        FragmentTable(),
        ["rejected": "datagramsRejected", "dropped": "datagramsIncomplete", "heldBytes": nil]
      ),
      (SignallingObserver(), ["pendingBytes": nil, "rtspBytes": nil, "callBytes": nil]),
      (RTCPObserver(), ["datagrams": nil]),
    ]
  }

  @Test("from wherever they are counted")
  func origins() throws {
    let run = try Run(#require(Fixture.all.first { $0.trace == "wrap.pcap" }))
    let document = try JSONSerialization.jsonObject(with: run.data("streams.json"))
    let streams = (document as? [String: Any])?["streams"] as? [[String: Any]]
    let shown = Set(try #require(streams?.first).keys)
      .union(Self.numbers(of: CaptureCounters())).union(Self.numbers(of: StreamCounters()))
      .union(Self.numbers(of: Demultiplexer.Counters()))
    for (value, numbers) in Self.sources() {
      #expect(Self.numbers(of: value) == Set(numbers.keys), "\(type(of: value))")
      for case let (name, counter?) in numbers {
        #expect(shown.contains(counter), "\(type(of: value)).\(name)")
      }
    }
  }
}
