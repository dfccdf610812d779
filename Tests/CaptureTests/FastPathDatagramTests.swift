import NetworkBytes
import TestSupport
import Testing

@testable import Capture

@Suite("Datagrams of the fast path")
struct FastPathDatagramTests {
  /// What a reader sees of a UDP packet, or of the secrets in between.
  private struct Seen: Equatable {
    let time: Int64
    let input: Int
    let number: Int
    let source: SocketAddress
    let destination: SocketAddress
    let payload: [UInt8]
  }

  /// The UDP packets of captures, with or without the fast path.
  private static func read(
    _ paths: [String], onFastPath: Bool, most: Int = FastPathRow.limit
  ) throws -> (seen: [Seen], fast: Int, longest: Int) {
    var source = try PacketSource(paths: paths) { .none }
    var seen: [Seen] = []
    var (fast, longest, secrets) = (0, 0, 0)
    while true {
      if onFastPath, try source.nextFastPath(most: most) > 0 {
        #expect(source.fastPathRow.count <= most)
        longest = max(longest, source.fastPathRow.count)
        for place in 0..<source.fastPathRow.count {
          let datagram = source.fastPathRow.span[place]
          seen.append(
            Seen(
              time: datagram.time, input: source.fastPathRow.input,
              number: source.fastPathRow.firstNumber + place, source: datagram.source,
              destination: datagram.destination,
              payload: datagram.payload(in: source.chunk).copied))
        }
        fast += source.fastPathRow.count
      } else if let packet = try source.next() {
        guard packet.kind == .udp || packet.kind == .secrets else { continue }
        if packet.kind == .secrets { secrets += 1 }
        seen.append(
          Seen(
            time: packet.time, input: packet.input, number: packet.number, source: packet.source,
            destination: packet.destination, payload: source.payload.copied))
      } else {
        break
      }
    }
    #expect(source.counters.udp == seen.count - secrets)
    return (seen, fast, longest)
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
    var (fast, all, longest) = (0, 0, 0)
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
          let expected = try Self.read(files, onFastPath: false).seen
          for most in [FastPathRow.limit, 3] {
            let (seen, taken, row) = try Self.read(files, onFastPath: true, most: most)
            #expect(seen == expected)
            fast += taken
            all += seen.count
            longest = max(longest, row)
          }
        }
      }
    }
    // Else the test would show nothing.
    #expect(fast > all / 4)
    #expect(fast < all)
    #expect(longest > 3)
  }

  @Test("are found among blocks of all kinds, whole or damaged", arguments: 1...30)
  func blocks(seed: UInt64) throws {
    let folder = try TemporaryFolder()
    var random = Randomness(seed: seed)
    var pcapng = PcapngBytes(.little)
    pcapng.section()
    pcapng.interface(1)
    // In nanoseconds, with an offset, and of another link type.
    pcapng.interface(1, options: pcapng.option(9, [9]))
    pcapng.interface(1, options: pcapng.option(14, [5, 0, 0, 0, 0, 0, 0, 0]))
    pcapng.interface(101)
    for number in 0..<200 {
      let frame = Self.frame(1, &random)
      let ticks = UInt64(number) * 1_000_000
      switch Int.random(in: 0..<100, using: &random) {
      case 0..<3: pcapng.obsoletePacket(frame, ticks: ticks)
      case 3..<6: pcapng.simplePacket(frame)
      case 6..<9: pcapng.block(0xBAD, random.bytes(8))
      case 9..<12: pcapng.block(5, random.bytes(16))
      case 12..<15: pcapng.secrets("\(number)", type: random.chance(80) ? 0x544C_534B : 1)
      case 15:
        pcapng.section()
        pcapng.interface(1)
      default:
        pcapng.packet(frame, interface: Int.random(in: 0...4, using: &random), ticks: ticks)
      }
    }
    // A length that lies, at most; what is behind it cannot be read.
    var bytes = pcapng.bytes
    if random.chance(50) {
      bytes[Int.random(in: (bytes.count / 2)..<bytes.count, using: &random)] ^= 0x10
    }
    let path = try folder.write(bytes, to: "blocks")
    let (seen, fast, _) = try Self.read([path], onFastPath: true)
    #expect(try seen == Self.read([path], onFastPath: false).seen)
    #expect(fast > 0)
  }
}
