import NetworkBytes
import TestSupport
import Testing

@testable import Capture

@Suite("Fragments")
struct FragmentTests {
  static let payload = (0..<3000).map { UInt8(truncatingIfNeeded: $0 * 7) }

  enum Version: CaseIterable {
    case four
    case six
  }

  /// A frame with the bytes `range` of `datagram`.
  private func fragment(
    _ datagram: [UInt8], _ range: Range<Int>, _ version: Version, id: Int = 1, more: Bool? = nil
  ) -> [UInt8] {
    let part = Array(datagram[range])
    let more = more ?? (range.upperBound < datagram.count)
    return switch version {
    case .four: ethernet(ipv4(part, id: id, offset: range.lowerBound, more: more))
    case .six:
      ethernet(
        ipv6Fragment(part, offset: range.lowerBound, more: more, id: id), type: [0x86, 0xDD])
    }
  }

  private func read(_ frames: [[UInt8]], step: Int = 0) throws -> Reading {
    var file = PcapBytes()
    for (index, frame) in frames.enumerated() { file.add(frame, seconds: 1 + index * step) }
    return try Reading(file.bytes)
  }

  static let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]

  @Test("fragments in any order make the datagram", arguments: Version.allCases, orders)
  func anyOrder(_ version: Version, _ order: [Int]) throws {
    let whole = udp(Self.payload)
    let ranges = [0..<1000, 1000..<2000, 2000..<whole.count]
    let reading = try read(order.map { fragment(whole, ranges[$0], version) })
    #expect(reading.packets.map(\.packet.kind) == [.other, .other, .udp])
    #expect(reading.udp.map(\.payload) == [Self.payload])
    #expect(reading.udp.first?.packet.source.port == 4000)
    #expect(reading.udp.first?.packet.number == 3)
    #expect(reading.udp.first?.packet.isTruncated == false)
    #expect(reading.counters.datagramsIncomplete == 0)
  }

  @Test("the same fragment twice does no harm", arguments: Version.allCases)
  func duplicates(_ version: Version) throws {
    let whole = udp(Self.payload)
    let ranges = [0..<1000, 1000..<2000, 0..<1000, 1000..<2000, 2000..<whole.count]
    let reading = try read(ranges.map { fragment(whole, $0, version) })
    #expect(reading.udp.map(\.payload) == [Self.payload])
    #expect(reading.counters.datagramsRejected == 0)
  }

  static let copyOrders = [
    [0, 0, 1, 1, 2, 2], [0, 1, 2, 0, 1, 2], [0, 1, 0, 2, 1, 2], [2, 1, 0, 0, 1, 2],
  ]

  @Test(
    "copies of all fragments, as a second mirror shows them, make a copy of the datagram",
    arguments: Version.allCases, copyOrders)
  func copies(_ version: Version, _ order: [Int]) throws {
    let whole = udp(Self.payload)
    let ranges = [0..<1000, 1000..<2000, 2000..<whole.count]
    let reading = try read(order.map { fragment(whole, ranges[$0], version) })
    #expect(reading.udp.map(\.payload) == [Self.payload, Self.payload])
    #expect(reading.counters.datagramsIncomplete == 0)
    #expect(reading.counters.datagramsRejected == 0)
  }

  @Test("an identification that is used again is another datagram", arguments: Version.allCases)
  func reuse(_ version: Version) throws {
    let (one, two) = (udp(Self.payload), udp(Self.payload.reversed()))
    let ranges = [0..<1600, 1600..<one.count]
    let reading = try read(
      ranges.map { fragment(one, $0, version) } + ranges.map { fragment(two, $0, version) })
    #expect(reading.udp.map(\.payload) == [Self.payload, Self.payload.reversed()])
    #expect(reading.counters.datagramsIncomplete == 0)
  }

  @Test("datagrams with different identifications do not mix", arguments: Version.allCases)
  func interleaved(_ version: Version) throws {
    let (one, two) = (udp(Self.payload), udp(Self.payload.reversed()))
    let reading = try read([
      fragment(one, 0..<1600, version, id: 1), fragment(two, 0..<1600, version, id: 2),
      fragment(two, 1600..<two.count, version, id: 2),
      fragment(one, 1600..<one.count, version, id: 1),
    ])
    #expect(reading.udp.map(\.payload) == [Self.payload.reversed(), Self.payload])
  }

  static let misfits: [[(Range<Int>, Bool)]] = [
    // Overlaps: at the end, at the start, inside, around.
    [(0..<1008, true), (1000..<3008, false)], [(1000..<3008, false), (0..<1008, true)],
    [(0..<2000, true), (800..<1600, true), (2000..<3008, false)],
    [(800..<1600, true), (0..<2000, true), (2000..<3008, false)],
    // Two ends, data behind the end, a middle part that is no multiple of 8.
    [(2000..<3000, false), (2000..<3008, false), (0..<2000, true)],
    [(1600..<2000, false), (2000..<3008, true), (0..<1600, true)],
    [(2000..<3008, true), (1600..<2000, false), (0..<1600, true)],
    [(0..<1001, true), (1000..<3008, false)],
  ]

  @Test(
    "fragments that overlap or do not fit drop the datagram (RFC 5722)",
    arguments: Version.allCases,
    misfits.indices)
  func contradictions(_ version: Version, _ index: Int) throws {
    let whole = udp(Self.payload)
    let reading = try read(
      Self.misfits[index].map { fragment(whole, $0.0, version, more: $0.1) })
    #expect(reading.udp.isEmpty)
    #expect(reading.counters.datagramsRejected == 1)
  }

  @Test("a datagram longer than 65535 bytes is dropped")
  func tooLong() throws {
    let part = [UInt8](repeating: 0, count: 16)
    let reading = try read([ethernet(ipv4(part, offset: 65_528))])
    #expect(reading.counters.datagramsRejected == 1)
  }

  @Test("a snapped fragment drops its datagram")
  func snapped() throws {
    let whole = udp(Self.payload)
    var file = PcapBytes()
    let frame = fragment(whole, 0..<1600, .four)
    file.add(Array(frame.prefix(200)), original: frame.count)
    file.add(fragment(whole, 1600..<whole.count, .four))
    let reading = try Reading(file.bytes)
    #expect(reading.udp.isEmpty)
    #expect(reading.counters.datagramsRejected == 1)
  }

  @Test("fragments are waited for 30 seconds", arguments: [(30, 1), (31, 0)])
  func patience(_ seconds: Int, _ count: Int) throws {
    let whole = udp(Self.payload)
    let reading = try read(
      [fragment(whole, 0..<1600, .four), fragment(whole, 1600..<whole.count, .four)], step: seconds)
    #expect(reading.udp.count == count)
    // The two halves are then two datagrams, neither of them whole.
    #expect(reading.counters.datagramsIncomplete == (count == 1 ? 0 : 2))
  }

  @Test("the oldest datagrams are dropped at the bound, and counted")
  func bound() throws {
    let whole = udp(Self.payload)
    let firsts = (0..<300).map { fragment(whole, 0..<1600, .four, id: $0) }
    let lasts = (0..<300).map { fragment(whole, 1600..<whole.count, .four, id: $0) }
    let reading = try read(firsts + lasts.reversed())
    // The last 256 are whole again; of the first 44 only the last parts are left.
    #expect(reading.udp.count == 256)
    #expect(reading.counters.datagramsIncomplete == 88)
  }

  @Test("memory for fragments is bounded")
  func memory() throws {
    // One byte far behind claims 64 KB of each datagram: 4 MB are 64 of them.
    let part = [UInt8](repeating: 0, count: 8)
    let frames = (0..<100).map { ethernet(ipv4(part, id: $0, offset: 65_520, more: true)) }
    let reading = try read(frames)
    #expect(reading.counters.datagramsIncomplete == 100)
    var table = FragmentTable()
    for id in 0..<100 {
      let bytes = ipv4(part, id: id, offset: 65_520, more: true)
      let header = try InternetHeader(ipv4: bytes.span, originalCount: bytes.count)
      _ = table.insert(part.span, header, at: 0)
      #expect(table.heldBytes <= FragmentTable.maximumBytes)
    }
  }

  @Test("extension headers behind the Fragment header are passed over")
  func extensionsInside() throws {
    let whole = [17, 0, 1, 4, 0, 0, 0, 0] + udp(Self.payload)
    let reading = try read(
      [0..<1600, 1600..<whole.count].map { range in
        ethernet(
          ipv6Fragment(
            Array(whole[range]), next: 60, offset: range.lowerBound,
            more: range.upperBound < whole.count), type: [0x86, 0xDD])
      })
    #expect(reading.udp.map(\.payload) == [Self.payload])
  }

  @Test("fragments inside a datagram of fragments are malformed")
  func nested() throws {
    let inner = ipv4(Array(udp(Self.payload)[0..<1600]), more: true)
    let reading = try read([
      ethernet(ipv4(Array(inner[0..<800]), protocol: 4, more: true)),
      ethernet(ipv4(Array(inner[800...]), protocol: 4, offset: 800)),
    ])
    #expect(reading.counters.malformed == 1)
    #expect(reading.counters.datagramsIncomplete == 0)
  }
}
