import NetworkBytes

/// The packets of one RTCP datagram: a compound (RFC 3550, section 6.1), or fewer (RFC 5506).
package struct RTCPCompound: Sendable {
  package enum Condition: Sendable { case whole, damaged, encrypted }

  /// The whole packets before any damage; none of what is encrypted.
  package let packets: [RTCPPacket]
  package let condition: Condition

  /// Reads a datagram; with `isTruncated` its end was not captured, which is no damage.
  package init(parsing bytes: Span<UInt8>, isTruncated: Bool = false) {
    var cursor = ByteCursor(bytes)
    var packets: [RTCPPacket] = []
    do throws(ShortRead) {
      while cursor.remaining > 0 { packets.append(try Self.packet(&cursor)) }
      (self.packets, condition) = (packets, .whole)
    } catch {
      let isEncrypted = Self.endsAsEncrypted(bytes)
      self.packets = isEncrypted ? [] : packets
      condition = isEncrypted ? .encrypted : isTruncated ? .whole : .damaged
    }
  }

  /// Reads the next packet; what breaks the header's rules ends as a short read does.
  @_lifetime(cursor: copy cursor)
  private static func packet(_ cursor: inout ByteCursor) throws(ShortRead) -> RTCPPacket {
    let (first, type) = (try cursor.uint8(), try cursor.uint8())
    var length = Int(try cursor.uint16()) * 4
    guard first >> 6 == 2, (192...223).contains(type) else { throw ShortRead() }
    let body = try cursor.take(length)
    if first & 0x20 != 0 {
      guard length > 0 else { throw ShortRead() }
      let padding = Int(body[length - 1])
      guard padding > 0, padding <= length else { throw ShortRead() }
      length -= padding
    }
    return try RTCPPacket(
      type: type, count: Int(first & 0x1f), body: body.extracting(0..<length))
  }

  /// Whether the datagram ends as SRTCP does: a set E bit with a packet index, before a tag of
  /// 80 bits (RFC 3711, section 3.4) or at the very end (RFC 7714, section 9), with or without a
  /// key identifier of 32 bits.
  private static func endsAsEncrypted(_ bytes: Span<UInt8>) -> Bool {
    [14, 4, 18, 8].contains { length in
      // Header and SSRC stand in front in plain text.
      bytes.count >= 8 + length && bytes.uint32(at: bytes.count - length) >> 20 == 0x800
    }
  }
}
