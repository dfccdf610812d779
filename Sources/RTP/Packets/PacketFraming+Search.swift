import NetworkBytes

extension PacketFraming {
  /// Frames that are looked at to prove one way of framing.
  private static let searchDepth = 32
  /// Packets of one source with rising numbers that prove it.
  private static let requiredRun: UInt8 = 3

  /// Finds the first place from which on packets follow each other in frames; nil without proof.
  ///
  /// A port proves nothing, nor does a version. What does is a row of frames whose lengths agree,
  /// with three packets of one source whose numbers rise, or a message of STUN.
  package static func find(in bytes: Span<UInt8>) -> (framing: PacketFraming, offset: Int)? {
    for offset in 0..<max(0, bytes.count - 7) where mayBegin(bytes, at: offset) {
      for framing in allCases where framing.isProven(bytes, from: offset) {
        return (framing, offset)
      }
    }
    return nil
  }

  /// Whether a frame that proves a framing may begin here: a few comparisons, as most bytes of most
  /// connections are something else.
  @inline(__always)
  private static func mayBegin(_ bytes: Span<UInt8>, at offset: Int) -> Bool {
    let head = bytes.extracting(offset..<offset &+ 7)
    let (first, third, fifth) = (head[0], head[2], head[4])
    if third & 0xC0 == 0x80 {
      // Of RTP in frames the second one begins where the first one ends.
      let second = offset &+ 2 &+ Int(head.uint16(at: 0))
      if second &+ 2 < bytes.count, bytes[second &+ 2] & 0xC0 != 0x40 { return true }
    }
    // 0x21 begins the magic cookie of STUN.
    if third <= 3, head[6] == 0x21 { return true }
    if first <= 3 { return fifth == 0x21 }
    return (first == UInt8(ascii: "$") || first & 0xF0 == 0x40) && fifth & 0xC0 == 0x80
  }

  private func isProven(_ bytes: Span<UInt8>, from start: Int) -> Bool {
    var sources = InlineArray<4, Source>(repeating: Source())
    var offset = start
    for _ in 0..<Self.searchDepth {
      guard case .frame(let frame) = look(bytes, at: offset), !frame.packet.isEmpty else {
        return false
      }
      let packet = bytes.extracting(inner(frame, bytes))
      switch DatagramKind(packet) {
      case .stun:
        if Int(packet.uint16(at: 2)) + 20 == packet.count { return true }
      case .rtp:
        guard let header = RTPPacket(parsing: packet) else { return false }
        if Self.count(header, in: &sources) >= Self.requiredRun { return true }
      case .rtcp, .dtls: break
      case .turnChannel, .other: return false
      }
      offset = frame.end
    }
    return false
  }

  /// What is in a frame, and in a ChannelData message in it.
  private func inner(_ frame: Frame, _ bytes: Span<UInt8>) -> Range<Int> {
    guard self == .relayed, bytes[frame.packet.lowerBound] >= 64 else { return frame.packet }
    return frame.packet.lowerBound + 4..<frame.packet.upperBound
  }

  private struct Source {
    var ssrc: UInt32 = 0
    var sequenceNumber: UInt16 = 0
    /// Packets in a row; 0 where the place is free.
    var run: UInt8 = 0
  }

  /// Follows the numbers of a packet's source; the length of its row so far.
  private static func count(
    _ packet: RTPPacket, in sources: inout InlineArray<4, Source>
  ) -> UInt8 {
    for index in sources.indices {
      if sources[index].run == 0 {
        sources[index].ssrc = packet.ssrc
      } else if sources[index].ssrc != packet.ssrc {
        continue
      } else {
        let step = packet.sequenceNumber &- sources[index].sequenceNumber
        if !(1...32).contains(step) { sources[index].run = 0 }
      }
      sources[index].run += 1
      sources[index].sequenceNumber = packet.sequenceNumber
      return sources[index].run
    }
    return 0
  }
}
