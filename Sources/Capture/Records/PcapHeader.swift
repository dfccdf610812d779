import NetworkBytes

/// The file header of a pcap file (draft-ietf-opsawg-pcap, section 4).
struct PcapHeader {
  static let length = 24
  /// The longest record that is believed, as in libpcap; a longer snapshot length raises it.
  static let longestRecord = 262_144
  /// How far a snapshot length raises it.
  static let longestSnapshot = 16 << 20

  let byteOrder: ByteOrder
  /// Nanoseconds in a unit of the fraction of a second.
  let fractionUnit: Int64
  /// Bytes of the header of a record.
  let recordHeaderLength: Int
  let linkType: UInt16
  /// A record that claims more bytes is damage.
  let maximumLength: Int

  /// Whether it is as nearly every capture has it: little-endian, plain records, Ethernet.
  let suitsFastPath: Bool

  /// Reads the 24 bytes of the header; nil if the magic number is another one.
  init?(_ bytes: Span<UInt8>) {
    guard bytes.count >= Self.length else { return nil }
    let magic = bytes.uint32(at: 0)
    switch magic {
    case 0xA1B2_C3D4, 0xA1B2_3C4D, 0xA1B2_CD34: byteOrder = .big
    case 0xD4C3_B2A1, 0x4D3C_B2A1, 0x34CD_B2A1: byteOrder = .little
    default: return nil
    }
    let variant = byteOrder == .big ? magic : magic.byteSwapped
    fractionUnit = variant == 0xA1B2_3C4D ? 1 : 1000
    // Alexey Kuznetzov's patched libpcap adds interface, protocol and packet type.
    recordHeaderLength = variant == 0xA1B2_CD34 ? 24 : 16
    let snapshot = Int(bytes.uint32(at: 16, byteOrder))
    maximumLength = max(Self.longestRecord, snapshot <= Self.longestSnapshot ? snapshot : 0)
    // The bits above may hold the length of the frame check sequence.
    linkType = UInt16(truncatingIfNeeded: bytes.uint32(at: 20, byteOrder))
    suitsFastPath = byteOrder == .little && recordHeaderLength == 16 && linkType == 1
  }
}
