import NetworkBytes
import TestSupport
import Testing

@testable import Capture

@Suite("Datagrams of the usual kind")
struct UsualDatagramTests {
  /// What a reader sees of a UDP packet.
  private struct Seen: Equatable {
    let time: Int64
    let input: Int
    let number: Int
    let source: SocketAddress
    let destination: SocketAddress
    let payload: [UInt8]
  }

  /// The UDP packets of captures, with the usual ones on their way or on that of all others.
  private static func read(
    _ paths: [String], usually: Bool, most: Int = UsualRow.limit
  ) throws -> (seen: [Seen], usual: Int, longest: Int) {
    var source = try PacketSource(paths: paths) { .none }
    var seen: [Seen] = []
    var (usual, longest) = (0, 0)
    while true {
      if usually, try source.nextUsual(most: most) > 0 {
        #expect(source.usual.count <= most)
        longest = max(longest, source.usual.count)
        for place in 0..<source.usual.count {
          let datagram = source.usual.span[place]
          seen.append(
            Seen(
              time: datagram.time, input: source.usual.input,
              number: source.usual.firstNumber + place, source: datagram.source,
              destination: datagram.destination,
              payload: datagram.payload(in: source.chunk).copied))
        }
        usual += source.usual.count
      } else if let packet = try source.next() {
        guard packet.kind == .udp else { continue }
        seen.append(
          Seen(
            time: packet.time, input: packet.input, number: packet.number, source: packet.source,
            destination: packet.destination, payload: source.payload.copied))
      } else {
        break
      }
    }
    #expect(source.counters.udp == seen.count)
    return (seen, usual, longest)
  }

  /// Frames of link types that begin in their own ways, some of them damaged.
  private static func frame(_ link: Int, _ random: inout Randomness) -> [UInt8] {
    let rtp = [0x80, 0, 0, 1] + random.bytes(Int.random(in: 0...40, using: &random))
    var packet = ipv4(udp(random.chance(80) ? rtp : random.bytes(20)))
    if random.chance(10) { packet = ipv4(udp(rtp), options: [1, 1, 1, 1]) }
    if random.chance(10) { packet += random.bytes(6) }
    if random.chance(20) {
      packet[Int.random(in: 0..<packet.count, using: &random)] = UInt8.random(
        in: 0...255, using: &random)
    }
    var frame =
      switch link {
      case 1 where random.chance(30): ethernet([0, 5, 8, 0] + packet, type: [0x81, 0])
      case 1: ethernet(packet)
      case 113: [UInt8](repeating: 0, count: 14) + [8, 0] + packet
      case 276: [8, 0] + [UInt8](repeating: 0, count: 18) + packet
      default: packet
      }
    if random.chance(10) { frame.removeLast(Int.random(in: 0..<frame.count, using: &random)) }
    return frame
  }

  @Test("are read as the decoder of all packets reads them", arguments: [1, 101, 113, 276])
  func same(_ link: Int) throws {
    let folder = try TemporaryFolder()
    var random = Randomness(seed: UInt64(link))
    var (usual, all, longest) = (0, 0, 0)
    for order in Endian.allCases {
      for magic: UInt64 in [0xA1B2_C3D4, 0xA1B2_3C4D, 0xA1B2_CD34] {
        var pcap = PcapBytes(order, magic: magic, linkType: link)
        var pcapng = PcapngBytes(order)
        pcapng.section()
        pcapng.interface(link)
        for number in 0..<200 {
          let frame = Self.frame(link, &random)
          // Each file has packets that are due before some of the other's.
          let seconds = number + Int.random(in: 0...1, using: &random)
          pcap.add(frame, seconds: seconds, fraction: number)
          pcapng.packet(frame, ticks: UInt64(seconds) * 1_000_000 + 500)
        }
        let paths = [
          try folder.write(pcap.bytes, to: "a"), try folder.write(pcapng.bytes, to: "b"),
        ]
        for files in [[paths[0]], [paths[1]], paths] {
          let expected = try Self.read(files, usually: false).seen
          for most in [UsualRow.limit, 3] {
            let (seen, taken, row) = try Self.read(files, usually: true, most: most)
            #expect(seen == expected)
            usual += taken
            all += seen.count
            longest = max(longest, row)
          }
        }
      }
    }
    // Else the test would show nothing.
    #expect(usual > all / 4)
    #expect(usual < all)
    #expect(longest > 3)
  }
}
