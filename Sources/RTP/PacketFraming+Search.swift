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
    for offset in bytes.indices {
      for framing in allCases where framing.isProven(bytes, from: offset) {
        return (framing, offset)
      }
    }
    return nil
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
