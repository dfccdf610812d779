import NetworkBytes

/// A UDP datagram and when it passes.
struct Datagram {
  /// Nanoseconds, from the start of the trace or since 1970.
  var time: Int64
  let source: SocketAddress
  let destination: SocketAddress
  let payload: [UInt8]

  /// The largest IP packet that Ethernet carries whole.
  static let largestPacket = 1500

  /// The size of the IP packet.
  var packetSize: Int { (source.address.isIPv6 ? 48 : 28) + payload.count }

  /// The Ethernet frame, with one tag of IEEE 802.1Q where there is a VLAN.
  ///
  /// `isMedia` chooses Expedited Forwarding (RFC 3246).
  func frame(vlan: UInt16?, identification: UInt16, isMedia: Bool) -> [UInt8] {
    // Locally administered MAC addresses.
    var frame: [UInt8] = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1]
    if let vlan {
      frame += [0x81, 0]
      frame.append(big: vlan)
    }
    frame += source.address.isIPv6 ? [0x86, 0xdd] : [8, 0]
    var transport: [UInt8] = []
    transport.append(big: source.port)
    transport.append(big: destination.port)
    transport.append(big: UInt16(truncatingIfNeeded: 8 + payload.count))
    transport += [0, 0]
    transport += payload
    // RFC 768, RFC 8200, section 8.1: a sum of zero is sent as ones.
    let sum = Self.checksum(pseudoHeader(transport.count) + transport)
    transport[6] = sum == 0 ? 0xff : UInt8(sum >> 8)
    transport[7] = sum == 0 ? 0xff : UInt8(truncatingIfNeeded: sum)
    return frame + header(transport.count, identification, isMedia ? 0xb8 : 0) + transport
  }

  private func header(_ length: Int, _ identification: UInt16, _ service: UInt8) -> [UInt8] {
    if source.address.isIPv6 {
      var header: [UInt8] = [0x60 | service >> 4, service << 4, 0, 0]
      header.append(big: UInt16(truncatingIfNeeded: length))
      return header + [17, 64] + source.address.octets + destination.address.octets
    }
    var header: [UInt8] = [0x45, service]
    header.append(big: UInt16(truncatingIfNeeded: 20 + length))
    header.append(big: identification)
    header += [0x40, 0, 64, 17, 0, 0] + source.address.octets + destination.address.octets
    let sum = Self.checksum(header)
    header[10] = UInt8(sum >> 8)
    header[11] = UInt8(truncatingIfNeeded: sum)
    return header
  }

  private func pseudoHeader(_ length: Int) -> [UInt8] {
    var bytes = source.address.octets + destination.address.octets
    if source.address.isIPv6 {
      bytes.append(big: UInt32(truncatingIfNeeded: length))
      return bytes + [0, 0, 0, 17]
    }
    bytes += [0, 17]
    bytes.append(big: UInt16(truncatingIfNeeded: length))
    return bytes
  }

  /// The one's complement of the one's complement sum (RFC 1071).
  private static func checksum(_ bytes: [UInt8]) -> UInt16 {
    var sum: UInt32 = 0
    for index in stride(from: 0, to: bytes.count, by: 2) {
      let low = index + 1 < bytes.count ? UInt32(bytes[index + 1]) : 0
      sum &+= UInt32(bytes[index]) << 8 | low
    }
    while sum > 0xffff { sum = (sum & 0xffff) + sum >> 16 }
    return ~UInt16(truncatingIfNeeded: sum)
  }
}
