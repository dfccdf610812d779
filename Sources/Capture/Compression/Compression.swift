import NetworkBytes

/// How a file is compressed, as its first bytes say; names mean nothing.
enum Compression: String {
  case gzip
  case zstd
  case lz4
  case xz
  case bzip2

  /// Nil for what begins like none of them.
  init?(_ bytes: Span<UInt8>) {
    guard bytes.count >= 4 else { return nil }
    switch bytes.uint32(at: 0) {
    case 0x1F8B_0000...0x1F8B_FFFF: self = .gzip
    case 0x28B5_2FFD: self = .zstd
    case 0x0422_4D18: self = .lz4
    case 0xFD37_7A58: self = .xz
    case 0x425A_6830...0x425A_6839: self = .bzip2
    default:
      // A skippable frame, which zstd's parallel cousins begin with (RFC 8878, section 3.1.2).
      guard bytes.uint32(at: 0).byteSwapped & 0xFFFF_FFF0 == 0x184D_2A50 else { return nil }
      self = .zstd
    }
  }

  /// Nil for what cannot be decompressed here.
  var decoder: (any MemberDecoder)? {
    switch self {
    case .gzip: GzipDecoder()
    case .zstd: ZstandardDecoder()
    case .lz4: LZ4Decoder()
    case .xz, .bzip2: nil
    }
  }
}
