import NetworkBytes

extension PcapngSection {
  /// What a block is to a reader of packets.
  enum Block {
    /// A packet; `start` counts from the start of the block.
    case packet(CaptureInput.Record)
    /// No packet, but Wireshark gives it a packet number.
    case numbered
    /// The text of a key log of TLS; where it lies counts from the start of the block.
    case secrets(Range<Int>)
    /// Secrets that contradict themselves.
    case damagedSecrets
    case skipped
    /// Reading cannot go on; what the block does, in words.
    case damaged(String)
  }

  /// The first 12 bytes of a block.
  struct BlockHeader {
    let type: UInt32
    /// Of the whole block.
    let length: Int
    let byteOrder: ByteOrder

    /// Nil if a section begins and its byte order is unknown; `order` is that of the section.
    init?(_ bytes: Span<UInt8>, _ order: ByteOrder) {
      if bytes.uint32(at: 0) == headerType {
        guard let own = PcapngSection.byteOrder(ofHeader: bytes) else { return nil }
        byteOrder = own
      } else {
        byteOrder = order
      }
      type = bytes.uint32(at: 0, byteOrder)
      length = Int(bytes.uint32(at: 4, byteOrder))
    }

    var isLengthPlausible: Bool {
      length >= (type == headerType ? 28 : 12) && length <= longestBlock && length % 4 == 0
    }
  }

  static let packetType: UInt32 = 6
  static let simplePacketType: UInt32 = 3
  /// The secrets of TLS as `SSLKEYLOGFILE` holds them.
  private static let tlsKeyLog: UInt32 = 0x544C_534B

  /// Reads a block without its trailing length.
  mutating func read(_ header: BlockHeader, _ block: Span<UInt8>) -> Block {
    switch header.type {
    case Self.headerType:
      let version = block.uint16(at: 12, header.byteOrder)
      guard version == 1 else { return .damaged("begins a section of version \(version)") }
      self = PcapngSection(header.byteOrder)
      return .skipped
    case 1:
      describeInterface(block.extracting(8..<block.count))
      return .skipped
    case 2, Self.packetType: return packet(block, isObsolete: header.type == 2)
    case Self.simplePacketType: return simplePacket(block)
    case 0xA: return secrets(block)
    // Systemd journal, custom and Sysdig blocks: Wireshark lists them among the packets.
    case 0x9, 0xBAD, 0x4000_0BAD, 0x204, 0x216, 0x221: return .numbered
    default: return .skipped
    }
  }

  /// An Enhanced Packet Block (section 4.3) or the obsolete Packet Block (appendix A).
  private func packet(_ block: Span<UInt8>, isObsolete: Bool) -> Block {
    guard block.count >= 28 else { return .damaged("is too short for a packet") }
    let fields = block.extracting(8..<28)
    let number =
      isObsolete ? Int(fields.uint16(at: 0, byteOrder)) : Int(fields.uint32(at: 0, byteOrder))
    let ticks =
      UInt64(fields.uint32(at: 4, byteOrder)) << 32 | UInt64(fields.uint32(at: 8, byteOrder))
    let captured = Int(fields.uint32(at: 12, byteOrder))
    guard captured <= block.count - 28 else {
      return .damaged("claims a packet of \(captured) bytes")
    }
    let isDescribed = number < interfaces.count
    return .packet(
      CaptureInput.Record(
        time: isDescribed
          ? interfaces[number].timestamps.nanoseconds(ticks) : TimestampUnit().nanoseconds(ticks),
        start: 28, count: captured, originalLength: Int(fields.uint32(at: 16, byteOrder)),
        linkType: isDescribed ? interfaces[number].linkType : nil))
  }

  /// A Decryption Secrets Block (section 4.7).
  private func secrets(_ block: Span<UInt8>) -> Block {
    guard block.count >= 16 else { return .damagedSecrets }
    guard block.uint32(at: 8, byteOrder) == Self.tlsKeyLog else { return .skipped }
    let length = Int(block.uint32(at: 12, byteOrder))
    return length <= block.count - 16 ? .secrets(16..<16 + length) : .damagedSecrets
  }

  /// A Simple Packet Block, always of the first interface (section 4.4).
  private func simplePacket(_ block: Span<UInt8>) -> Block {
    guard block.count >= 12 else { return .damaged("is too short for a packet") }
    let originalLength = Int(block.uint32(at: 8, byteOrder))
    var captured = min(originalLength, block.count - 12)
    if let limit = interfaces.first?.snapshotLength, limit > 0 { captured = min(captured, limit) }
    return .packet(
      CaptureInput.Record(
        start: 12, count: captured, originalLength: originalLength,
        linkType: interfaces.first?.linkType))
  }
}
