import Audio
import Demultiplexing
import Extraction
import Foundation
import TestSupport
import Testing

@Suite("The fast path of a packet")
struct FastPathTests {
  /// The SSRC of a stream whose payload type, with a marker, is RTCP's packet type 218.
  private static let ambiguous: UInt32 = 200

  /// A report that has, where RTP has it, that SSRC, and for sequence number 6.
  private static func report(_ random: inout Randomness) -> [UInt8] {
    [0x80, 218, 0, 6] + random.bytes(4) + [0, 0, 0, UInt8(ambiguous)] + random.bytes(16)
  }

  /// A packet of audio with four bytes of padding.
  private static func padded(_ number: Int, _ ticks: Int, ssrc: UInt8, _ payload: [UInt8])
    -> [UInt8]
  {
    let (sequence, timestamp) = (
      UInt16(truncatingIfNeeded: number), UInt32(truncatingIfNeeded: ticks)
    )
    return [0xa0, 0] + [UInt8(sequence >> 8), UInt8(sequence & 0xff)]
      + (0..<4).map { UInt8(timestamp >> (24 - 8 * $0) & 0xff) } + [0, 0, 0, ssrc] + payload
      + [0, 0, 0, 4]
  }

  /// A call trace in miniature, with much of what keeps a packet off the fast path.
  private static func trace(_ random: inout Randomness) -> TraceWriter {
    var trace = TraceWriter()
    var sequences = (0..<6).map { _ in Int.random(in: 0..<65_536, using: &random) }
    for tick in 0..<400 {
      let time = 0.02 * Double(tick)
      trace.add(
        sequence: tick - 44, timestamp: 160 * tick, at: time, payloadType: tick < 20 ? 0 : 90,
        ssrc: ambiguous, payload: random.bytes(160))
      if tick == 49 { trace.add(datagram: report(&random), at: time, source: 1, destination: 2) }
      for stream in sequences.indices where tick >= 40 * stream {
        let ssrc = UInt32(100 + stream)
        if random.chance(3) { sequences[stream] += Int.random(in: -3...4, using: &random) }
        if random.chance(1) { sequences[stream] += 20_000 }
        sequences[stream] += 1
        if random.chance(3) {
          let (number, ticks) = (sequences[stream], 160 * sequences[stream])
          trace.add(
            datagram: padded(number, ticks, ssrc: UInt8(ssrc), random.bytes(160)), at: time,
            source: 1, destination: 2)
          continue
        }
        let type: UInt8 = random.chance(2) ? 90 : random.chance(3) ? 8 : 0
        trace.add(
          sequence: sequences[stream], timestamp: 160 * sequences[stream], at: time,
          payloadType: type, ssrc: ssrc, marker: random.chance(5),
          payload: random.bytes(random.chance(2) ? 80 : 160))
        if random.chance(2) {
          trace.add(datagram: report(&random), at: time, source: 1, destination: 2)
        }
        if random.chance(2) {
          let length = Int.random(in: 1...20, using: &random)
          trace.add(
            datagram: [0x80] + random.bytes(length), at: time, source: 1, destination: 2)
        }
      }
    }
    return trace
  }

  /// A filter that all packets pass keeps them on the way of all others.
  @Test("leads to the same files and report as that of all others", arguments: 1...8)
  func sameWay(seed: UInt64) throws {
    var random = Randomness(seed: seed)
    let path = try Self.trace(&random).write()
    defer { try? FileManager.default.removeItem(atPath: path) }
    var options = ExtractionOptions()
    options.demultiplexing.formats[90] = MediaFormat(encodingName: "PCMU", clockRate: 8000)
    let fast = try Run([path], options)
    options.filter = "ip"
    let others = try Run([path], options)
    #expect(fast.names.contains("000000c8.wav"))
    try fast.expectEqual(others)
  }
}
