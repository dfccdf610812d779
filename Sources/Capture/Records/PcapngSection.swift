import NetworkBytes

/// What the blocks of a pcapng section have said so far (draft-ietf-opsawg-pcapng).
struct PcapngSection {
  /// A network interface, as its Interface Description Block gives it (section 4.2).
  struct Interface {
    let linkType: UInt16
    /// Bytes kept of a packet; 0 for all.
    let snapshotLength: Int
    var timestamps = TimestampUnit()
  }

  /// Type of the Section Header Block, the same in both byte orders (section 4.1).
  static let headerType: UInt32 = 0x0A0D_0D0A
  /// The longest block that is believed, as in libpcap.
  static let longestBlock = 16 << 20
  /// Interfaces that are remembered; the packets of further ones are counted only.
  private static let maximumInterfaces = 65_536

  var byteOrder = ByteOrder.big
  private(set) var interfaces: [Interface] = []

  init() {}

  /// Begins a section.
  init(_ byteOrder: ByteOrder) { self.byteOrder = byteOrder }

  /// The byte order that a Section Header Block is written in; nil if this is not the first 12
  /// bytes of one.
  static func byteOrder(ofHeader bytes: Span<UInt8>) -> ByteOrder? {
    guard bytes.count >= 12, bytes.uint32(at: 0) == headerType else { return nil }
    return switch bytes.uint32(at: 8) {
    case 0x1A2B_3C4D: .big
    case 0x4D3C_2B1A: .little
    default: nil
    }
  }

  /// Takes in the body of an Interface Description Block.
  mutating func describeInterface(_ body: Span<UInt8>) {
    guard body.count >= 8, interfaces.count < Self.maximumInterfaces else { return }
    var interface = Interface(
      linkType: body.uint16(at: 0, byteOrder), snapshotLength: Int(body.uint32(at: 4, byteOrder)))
    var offset = 8
    while offset + 4 <= body.count {
      let code = body.uint16(at: offset, byteOrder)
      let length = Int(body.uint16(at: offset + 2, byteOrder))
      let value = offset + 4
      guard code != 0, value + length <= body.count else { break }
      switch (code, length) {
      case (9, 1): interface.timestamps.setResolution(body[value])
      case (14, 8): interface.timestamps.offset = offsetSeconds(body, value)
      default: break
      }
      offset = value + (length + 3) & ~3
    }
    interfaces.append(interface)
  }

  private func offsetSeconds(_ body: Span<UInt8>, _ offset: Int) -> Int64 {
    let value = body.uint64(at: offset)
    return Int64(bitPattern: byteOrder == .big ? value : value.byteSwapped)
  }
}
