/// How a trace's records are laid out; Ethernet in both.
package enum TraceFormat: Sendable {
  /// With microseconds, which every reader knows.
  case pcap
  /// With nanoseconds.
  case pcapng

  /// By the end of a file's name; pcap unless it says otherwise.
  package static func of(_ path: String) -> TraceFormat {
    path.lowercased().hasSuffix(".pcapng") ? .pcapng : .pcap
  }

  private static let snapshotLength: UInt32 = 65_535

  /// What stands before the first record.
  var head: [UInt8] {
    var bytes: [UInt8] = []
    switch self {
    case .pcap:
      bytes.append(little: UInt32(0xa1b2_c3d4))
      bytes.append(little: UInt16(2))
      bytes.append(little: UInt16(4))
      bytes.append(little: UInt64(0))
      bytes.append(little: Self.snapshotLength)
      bytes.append(little: UInt32(1))
    case .pcapng:
      // Section header block of unknown length, interface description block with if_tsresol 9.
      for value: UInt32 in [0x0a0d_0d0a, 28, 0x1a2b_3c4d, 1, 0xffff_ffff, 0xffff_ffff, 28] {
        bytes.append(little: value)
      }
      for value: UInt32 in [1, 32, 1, Self.snapshotLength, 0x0001_0009, 9, 0, 32] {
        bytes.append(little: value)
      }
    }
    return bytes
  }

  /// A record of a whole frame at a time in nanoseconds since 1970.
  func record(_ frame: [UInt8], at time: Int64) -> [UInt8] {
    var bytes: [UInt8] = []
    let length = UInt32(frame.count)
    switch self {
    case .pcap:
      let microseconds = (time + 500) / 1000
      bytes.append(little: UInt32(truncatingIfNeeded: microseconds / 1_000_000))
      bytes.append(little: UInt32(microseconds % 1_000_000))
      bytes.append(little: length)
      bytes.append(little: length)
      return bytes + frame
    case .pcapng:
      let padding = (4 - frame.count % 4) % 4
      let total = 32 + length + UInt32(padding)
      bytes.append(little: UInt32(6))
      bytes.append(little: total)
      bytes.append(little: UInt32(0))
      bytes.append(little: UInt32(truncatingIfNeeded: time >> 32))
      bytes.append(little: UInt32(truncatingIfNeeded: time))
      bytes.append(little: length)
      bytes.append(little: length)
      bytes += frame + [UInt8](repeating: 0, count: padding)
      bytes.append(little: total)
      return bytes
    }
  }
}
