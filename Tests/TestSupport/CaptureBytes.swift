import Testing

/// Byte order of the headers of a capture file under construction.
package enum Endian: CaseIterable, CustomTestStringConvertible {
  case big
  case little

  package var testDescription: String { self == .big ? "big-endian" : "little-endian" }

  /// The lowest `count` bytes of `value` in this order.
  package func bytes(_ value: UInt64, _ count: Int) -> [UInt8] {
    let little = (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
    return self == .big ? little.reversed() : little
  }
}

package func big16(_ value: Int) -> [UInt8] {
  Endian.big.bytes(UInt64(truncatingIfNeeded: value), 2)
}
package func big32(_ value: Int) -> [UInt8] {
  Endian.big.bytes(UInt64(truncatingIfNeeded: value), 4)
}

/// A pcap file, built field by field after draft-ietf-opsawg-pcap.
package struct PcapBytes {
  package var order = Endian.little
  package var magic: UInt64 = 0xA1B2_C3D4
  package var linkType = 1
  package var snapLength = 65_535
  private var records: [UInt8] = []

  package init(
    _ order: Endian = .little, magic: UInt64 = 0xA1B2_C3D4, linkType: Int = 1,
    snapLength: Int = 65_535
  ) {
    self.order = order
    self.magic = magic
    self.linkType = linkType
    self.snapLength = snapLength
  }

  package var bytes: [UInt8] {
    order.bytes(magic, 4) + order.bytes(2, 2) + order.bytes(4, 2) + order.bytes(0, 8)
      + order.bytes(UInt64(snapLength), 4) + order.bytes(UInt64(linkType), 4) + records
  }

  /// Appends a record; `captured` and `original` lie if they are given.
  package mutating func add(
    _ frame: [UInt8], seconds: Int = 1, fraction: Int = 0, captured: Int? = nil,
    original: Int? = nil
  ) {
    records += order.bytes(UInt64(seconds), 4) + order.bytes(UInt64(fraction), 4)
    records += order.bytes(UInt64(captured ?? frame.count), 4)
    records += order.bytes(UInt64(original ?? frame.count), 4)
    if magic == 0xA1B2_CD34 { records += [0, 0, 0, 2, 8, 0, 0, 0] }
    records += frame
  }
}

/// A pcapng file, built block by block after draft-ietf-opsawg-pcapng.
package struct PcapngBytes {
  package var order = Endian.little
  package private(set) var bytes: [UInt8] = []

  package init(_ order: Endian = .little) { self.order = order }

  package mutating func block(_ type: UInt64, _ body: [UInt8], trailer: Int? = nil) {
    let padded = body + [UInt8](repeating: 0, count: (4 - body.count % 4) % 4)
    let length = order.bytes(UInt64(padded.count + 12), 4)
    bytes += order.bytes(type, 4) + length + padded
    bytes += trailer.map { order.bytes(UInt64($0), 4) } ?? length
  }

  /// Appends bytes that are no block, and some more that a wrong length could run into.
  package mutating func raw(_ bytes: [UInt8]) {
    self.bytes += bytes + [UInt8](repeating: 0, count: 64)
  }

  package mutating func section(_ order: Endian? = nil, version: Int = 1) {
    if let order { self.order = order }
    let o = self.order
    block(
      0x0A0D_0D0A,
      o.bytes(0x1A2B_3C4D, 4) + o.bytes(UInt64(version), 2) + o.bytes(0, 2) + o.bytes(.max, 8))
  }

  package mutating func interface(_ linkType: Int = 1, snapLength: Int = 0, options: [UInt8] = []) {
    block(
      1,
      order.bytes(UInt64(linkType), 2) + order.bytes(0, 2) + order.bytes(UInt64(snapLength), 4)
        + options)
  }

  package func option(_ code: Int, _ value: [UInt8]) -> [UInt8] {
    order.bytes(UInt64(code), 2) + order.bytes(UInt64(value.count), 2) + value
      + [UInt8](repeating: 0, count: (4 - value.count % 4) % 4)
  }

  package mutating func packet(
    _ frame: [UInt8], interface: Int = 0, ticks: UInt64 = 0, captured: Int? = nil,
    original: Int? = nil
  ) {
    block(
      6,
      order.bytes(UInt64(interface), 4) + order.bytes(ticks >> 32, 4) + order.bytes(ticks, 4)
        + order.bytes(UInt64(captured ?? frame.count), 4)
        + order.bytes(UInt64(original ?? frame.count), 4) + frame)
  }

  package mutating func obsoletePacket(_ frame: [UInt8], interface: Int = 0, ticks: UInt64 = 0) {
    block(
      2,
      order.bytes(UInt64(interface), 2) + order.bytes(7, 2) + order.bytes(ticks >> 32, 4)
        + order.bytes(ticks, 4) + order.bytes(UInt64(frame.count), 4)
        + order.bytes(UInt64(frame.count), 4) + frame)
  }

  /// Appends a Decryption Secrets Block with a key log of TLS; `length` lies if it is given.
  package mutating func secrets(
    _ text: String, type: UInt64 = 0x544C_534B, length: Int? = nil, options: [UInt8] = []
  ) {
    let padding = [UInt8](repeating: 0, count: (4 - text.utf8.count % 4) % 4)
    block(
      0xA,
      order.bytes(type, 4) + order.bytes(UInt64(length ?? text.utf8.count), 4) + Array(text.utf8)
        + padding + options)
  }

  package mutating func simplePacket(_ frame: [UInt8], original: Int? = nil) {
    block(3, order.bytes(UInt64(original ?? frame.count), 4) + frame)
  }
}
