import RTP
import TestSupport
import Testing

@Suite("RTCP datagrams")
struct RTCPCompoundTests {
  @Test("a sender report is read field by field, as RFC 3550, section 6.4.1, draws it")
  func senderReport() throws {
    let bytes: [UInt8] = [
      0x81, 200, 0, 12, 0x11, 0x22, 0x33, 0x44,
      0xe9, 0x00, 0x00, 0x01, 0x80, 0x00, 0x00, 0x00,  // NTP: half a second past
      0x00, 0x00, 0x1f, 0x40, 0x00, 0x00, 0x00, 0x32, 0x00, 0x00, 0x1f, 0x40,
      0xaa, 0xbb, 0xcc, 0xdd, 0x40, 0xff, 0xff, 0xfe,  // a quarter lost, cumulative -2
      0x00, 0x01, 0x00, 0x07, 0x00, 0x00, 0x00, 0x50,
      0x00, 0x01, 0x80, 0x00, 0x00, 0x01, 0x00, 0x00,
    ]
    let packets = compound(bytes).packets
    #expect(packets.count == 1)
    guard case .senderReport(let report) = try #require(packets.first) else {
      Issue.record("no sender report")
      return
    }
    #expect(report.ssrc == 0x1122_3344)
    #expect(report.time == NTPTimestamp(bits: 0xe900_0001_8000_0000))
    #expect(report.time.compact == 0x0001_8000)
    #expect(report.timestamp == 8000)
    let block = try #require(report.blocks.first)
    #expect(block.ssrc == 0xaabb_ccdd)
    #expect(block.fractionLost == 64)
    #expect(block.cumulativeLost == -2)
    #expect(block.interarrivalJitter == 80)
    #expect(block.lastSenderReport == 0x0001_8000)
    #expect(block.delaySinceLastSenderReport == 65_536)
  }

  @Test(
    "the canonical name is read, whatever its length and what stands beside it",
    arguments: ["a", "ab", "abc", "user@host.example", ""])
  func canonicalName(_ name: String) {
    // A TOOL item in front, and a second chunk behind.
    let first = RTCPBytes.words(7) + [6, 2, 0x78, 0x79, 1, UInt8(name.utf8.count)]
    let item = first + Array(name.utf8)
    let chunk = item + [UInt8](repeating: 0, count: 4 - item.count % 4)
    let second = RTCPBytes.words(8) + [1, 1, 0x7a, 0]
    let read = compound(RTCPBytes.packet(202, count: 2, chunk + second))
    #expect(read.condition == .whole)
    guard case .sourceDescription(let chunks) = read.packets.first else {
      Issue.record("no description")
      return
    }
    #expect(chunks.map(\.ssrc) == [7, 8])
    #expect(chunks.map(\.canonicalName) == [name.isEmpty ? nil : name, "z"])
  }

  @Test("quality is read as RFC 3611, section 4.7, codes it; unavailable is nil")
  func voipMetrics() throws {
    var body = RTCPBytes.words(1) + [7, 0, 0, 8] + RTCPBytes.words(9)
    body += [64, 128, 0, 0] + [0, 0, 0, 0]  // a quarter lost, half discarded
    body += [0, 150, 0, 0] + [127, 127, 127, 16]  // round trip 150 ms, no delay inside
    body += [88, 127, 41, 127] + [0, 0, 0, 60] + [0, 80, 0, 120]
    let read = compound(RTCPBytes.packet(207, body))
    #expect(read.condition == .whole)
    guard case .extendedReport(let report) = read.packets.first,
      let metrics = report.metrics.first
    else {
      Issue.record("no metrics")
      return
    }
    #expect(metrics.ssrc == 9)
    #expect(metrics.lossRate == 25)
    #expect(metrics.discardRate == 50)
    #expect(metrics.roundTripDelay == 150)
    #expect(metrics.endSystemDelay == nil)
    #expect(metrics.rFactor == 88)
    #expect(metrics.listeningOpinionScore == 4.1)
    #expect(metrics.conversationalOpinionScore == nil)
  }

  @Test("of other blocks those with a fixed layout must be whole; metrics behind them are read")
  func extendedBlocks() {
    let metrics = [7, 0, 0, 8] + [UInt8](repeating: 0, count: 32)
    // Loss run lengths, reference time, delays, statistics.
    let others: [[UInt8]] = [
      [1, 0, 0, 1] + RTCPBytes.words(0), [4, 0, 0, 2] + RTCPBytes.words(0xe900_0000, 0x4000_0000),
      [5, 0, 0, 3] + RTCPBytes.words(6, 0x10, 0x20),
      [6, 0xa0, 0, 9] + RTCPBytes.words(5, 0x000a_0014, 3, 4, 1, 9, 6, 2, 0),
    ]
    let read = compound(
      RTCPBytes.packet(207, RTCPBytes.words(1) + others.flatMap { $0 } + metrics))
    #expect(read.condition == .whole)
    guard case .extendedReport(let report) = read.packets.first else {
      Issue.record("no extended report")
      return
    }
    #expect(report.metrics.count == 1)
    for other in others.dropFirst() {
      let short = Array(other[..<3]) + [other[3] - 1] + other[4...].dropLast(4)
      let read = compound(RTCPBytes.packet(207, RTCPBytes.words(1) + short + metrics))
      #expect(read.condition == .damaged)
    }
  }

  @Test("a compound is read to its end, with padding and with what is not known")
  func compoundPackets() {
    let bytes =
      RTCPBytes.sender(1, ntp: 3.9e9, timestamp: 0) + RTCPBytes.name(1, "x")
      + RTCPBytes.packet(205, count: 1, RTCPBytes.words(1, 2, 3))
      + [0xa1, 203, 0, 2] + RTCPBytes.words(1, 4)
    let read = compound(bytes)
    #expect(read.condition == .whole)
    #expect(read.packets.count == 4)
    guard case .other = read.packets[2], case .goodbye(let sources) = read.packets[3]
    else {
      Issue.record("not these packets")
      return
    }
    #expect(sources == [1])
  }

  @Test(
    "what contradicts itself is damaged; the packets before count",
    arguments: [
      [0x80, 200, 0, 0],  // no room for a report
      [0x81, 201, 0, 1, 0, 0, 0, 9],  // a block that is not there
      [0x80, 203, 0, 9, 0, 0, 0, 1],  // longer than the datagram
      [0xa0, 203, 0, 1, 0, 0, 0, 9],  // more padding than packet
      [0xa0, 203, 0, 1, 0, 0, 0, 0],  // no padding at all
      [0x40, 200, 0, 1, 0, 0, 0, 0],  // another version
      [0x80, 77, 0, 1, 0, 0, 0, 0],  // no type of RTCP
      [0x81, 202, 0, 2, 0, 0, 0, 1, 1, 9, 0x78, 0],  // a name longer than its chunk
      [0x80, 207, 0, 2, 0, 0, 0, 1, 7, 0, 0, 8],  // a block longer than its packet
      [0x80],
    ])
  func damaged(_ bytes: [UInt8]) {
    let good = RTCPBytes.receiver(1, blocks: [])
    let read = compound(good + bytes)
    #expect(read.condition == .damaged)
    #expect(read.packets.count == 1)
    #expect(compound(good + bytes, isTruncated: true).condition == .whole)
  }

  // RFC 3711, section 3.4, figure 2; RFC 7714, section 9.
  @Test(
    "SRTCP is told by what is no RTCP and ends with an E bit and an index",
    arguments: [10, 14, 0, 4])
  func encrypted(_ behind: Int) {
    var random = Randomness(seed: UInt64(behind) + 1)
    let clear = Array(RTCPBytes.sender(1, ntp: 3.9e9, timestamp: 0)[..<8])
    let end: [UInt8] = [0x80, 0, 0, 3] + random.bytes(behind)
    let read = compound(clear + random.bytes(60) + end)
    #expect(read.condition == .encrypted)
    #expect(read.packets.isEmpty)
    #expect(compound(clear + random.bytes(60) + random.bytes(14)).condition == .damaged)
  }

  @Test("cut and mutated datagrams do no harm")
  func hostile() {
    var random = Randomness(seed: 11)
    let whole =
      RTCPBytes.sender(1, ntp: 3.9e9, timestamp: 5, blocks: [RTCPBytes.block(2)])
      + RTCPBytes.name(1, "somebody") + RTCPBytes.packet(203, count: 1, RTCPBytes.words(1))
    var conditions = Set<RTCPCompound.Condition>()
    for round in 0..<20_000 {
      var bytes = Array(whole.prefix(round % 3 == 0 ? Int(random.next() % 120) : 200))
      for _ in 0..<(round % 5) where !bytes.isEmpty {
        bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
      }
      conditions.insert(compound(bytes).condition)
    }
    #expect(conditions.isSuperset(of: [.whole, .damaged]))
  }
}
