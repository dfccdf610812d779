package import Foundation

/// A pcap file taken to its records, to be put together otherwise.
package struct Trace {
  /// The path of a trace of the fixtures.
  package static func path(_ name: String) -> String { Fixtures.capture(name) }

  package let header: [UInt8]
  package var records: [[UInt8]]

  /// Reads a little-endian pcap fixture.
  package init(_ name: String) throws {
    self.init([UInt8](try Data(contentsOf: URL(fileURLWithPath: Self.path(name)))))
  }

  /// Takes a little-endian pcap file apart.
  package init(_ bytes: [UInt8]) {
    header = Array(bytes[..<24])
    records = []
    var position = 24
    while position < bytes.count {
      let length = 16 + Int(Self.word(bytes, position + 8))
      records.append(Array(bytes[position..<position + length]))
      position += length
    }
  }

  package init(header: [UInt8], records: [[UInt8]]) {
    self.header = header
    self.records = records
  }

  package var data: Data { Data(header + records.joined()) }

  /// The same trace with other records.
  package func with(_ records: some Sequence<[UInt8]>) -> Trace {
    Trace(header: header, records: Array(records))
  }

  /// Where the RTP header stands in a record, behind those of the record, Ethernet, IPv4 and UDP.
  package static let rtp = 16 + 14 + 20 + 8

  /// A record captured `seconds` later.
  package static func delay(_ record: [UInt8], _ seconds: Int) -> [UInt8] {
    var record = record
    let time = UInt32(truncatingIfNeeded: Int(word(record, 0)) + seconds)
    for byte in 0..<4 { record[byte] = UInt8(truncatingIfNeeded: time >> (8 * UInt32(byte))) }
    return record
  }

  /// A record with another SSRC.
  package static func rename(_ record: [UInt8], ssrc: UInt32) -> [UInt8] {
    var record = record
    for byte in 0..<4 {
      record[rtp + 8 + byte] = UInt8(truncatingIfNeeded: ssrc >> (24 - 8 * UInt32(byte)))
    }
    return record
  }

  private static func word(_ bytes: [UInt8], _ position: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 | UInt32(bytes[position + $1]) << (8 * UInt32($1)) }
  }
}

extension Data {
  /// The data with every occurrence of `text` exchanged for bytes of the same length.
  package func replacing(_ text: String, with bytes: [UInt8]) -> Data {
    var copy = self
    while let range = copy.range(of: Data(text.utf8)) {
      copy.replaceSubrange(range, with: bytes)
    }
    return copy
  }
}
