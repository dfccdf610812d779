import NetworkBytes
import TestSupport
import Testing

@testable import Capture

@Suite("Link layer")
struct LinkLayerTests {
  static let datagram = ipv4(udp([42]))
  static let datagram6 = ipv6(udp([42]))
  static let tag: [UInt8] = [0x00, 0x64]
  static let cooked: [UInt8] = [0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0]
  static let cooked2: [UInt8] = [0, 0, 0, 0, 0, 2, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0]

  static let frames: [(Int, [UInt8])] = [
    (1, ethernet(datagram)),
    (1, ethernet(datagram6, type: [0x86, 0xDD])),
    (1, ethernet(datagram, type: [0x81, 0x00] + tag + [0x08, 0x00])),
    (1, ethernet(datagram, type: [0x88, 0xA8] + tag + [0x81, 0x00] + tag + [0x08, 0x00])),
    (1, ethernet(datagram6, type: [0x91, 0x00] + tag + [0x81, 0x00] + tag + [0x86, 0xDD])),
    // LLC and SNAP (RFC 1042).
    (1, ethernet(datagram, type: [0, 37, 0xAA, 0xAA, 3, 0, 0, 0, 8, 0])),
    (113, cooked + [0x08, 0x00] + datagram),
    (113, cooked + [0x86, 0xDD] + datagram6),
    (113, cooked + [0x81, 0x00] + tag + [0x08, 0x00] + datagram),
    (276, [0x08, 0x00] + cooked2 + datagram),
    (276, [0x86, 0xDD] + cooked2 + datagram6),
    (276, [0x81, 0x00] + cooked2 + tag + [0x08, 0x00] + datagram),
    (0, [2, 0, 0, 0] + datagram),
    (0, [0, 0, 0, 2] + datagram),
    (0, [24, 0, 0, 0] + datagram6), (0, [0, 0, 0, 28] + datagram6),
    (0, [30, 0, 0, 0] + datagram6), (0, [10, 0, 0, 0] + datagram6),
    (108, [0, 0, 0, 2] + datagram), (108, [0, 0, 0, 24] + datagram6),
    (12, datagram), (14, datagram), (101, datagram),
    (12, datagram6), (14, datagram6), (101, datagram6),
    (228, datagram), (229, datagram6),
  ]

  @Test("the datagram is found behind every link layer", arguments: frames.indices)
  func links(_ index: Int) throws {
    var file = PcapBytes(linkType: Self.frames[index].0)
    file.add(Self.frames[index].1)
    let udp = try Reading(file.bytes).udp
    #expect(udp.map(\.payload) == [[42]])
    #expect(udp.first?.packet.source.port == 4000)
    #expect(udp.first?.packet.destination.port == 5000)
  }

  @Test("a frame cut anywhere in its headers is counted as truncated", arguments: frames.indices)
  func cut(_ index: Int) throws {
    let (linkType, frame) = Self.frames[index]
    for length in 0..<frame.count - 1 {
      var file = PcapBytes(linkType: linkType)
      file.add(Array(frame.prefix(length)), original: frame.count)
      let reading = try Reading(file.bytes)
      #expect(reading.packets.count == 1)
      #expect(reading.packets[0].packet.kind == .other)
      // Cut inside SNAP, it is an 802.3 frame with another protocol.
      #expect(reading.counters.truncated == 1 || frame[12..<14] == [0, 37], "\(length) bytes")
      #expect(reading.counters.malformed == 0, "\(length) bytes")
    }
  }

  @Test("link types that are not read are counted by number")
  func unsupported() throws {
    var file = PcapngBytes()
    file.section()
    for linkType in [104, 1, 147] { file.interface(linkType) }
    for interface in [0, 1, 2, 2] { file.packet(udpFrame([1]), interface: interface) }
    let reading = try Reading(file.bytes)
    #expect(reading.counters.unsupportedLinkTypes == [104: 1, 147: 2])
    #expect(reading.packets.map(\.packet.kind) == [.other, .udp, .other, .other])
  }

  @Test("other protocols are none of ours, and no damage")
  func otherProtocols() throws {
    var file = PcapBytes()
    file.add(ethernet([UInt8](repeating: 0, count: 28), type: [0x08, 0x06]))
    file.add(ethernet(ipv4([8, 0, 0, 0, 0, 0, 0, 0], protocol: 1)))
    let reading = try Reading(file.bytes)
    #expect(reading.packets.map(\.packet.kind) == [.other, .other])
    #expect(reading.counters.malformed == 0)
    #expect(reading.counters.truncated == 0)
  }
}
