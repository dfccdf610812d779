/// Ethernet II between two made-up stations (IEEE 802.3).
package func ethernet(_ payload: [UInt8], type: [UInt8] = [0x08, 0x00]) -> [UInt8] {
  [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2] + type + payload
}

/// IPv4 from 10.0.0.1 to 10.0.0.2, or others of that net (RFC 791); `offset` is in bytes.
package func ipv4(
  _ payload: [UInt8], protocol number: UInt8 = 17, id: Int = 1, offset: Int = 0,
  more: Bool = false, options: [UInt8] = [], total: Int? = nil, sender: UInt8 = 1,
  receiver: UInt8 = 2
) -> [UInt8] {
  let length = 20 + options.count
  return [0x40 + UInt8(length / 4), 0] + big16(total ?? length + payload.count) + big16(id)
    + big16(offset / 8 + (more ? 0x2000 : 0)) + [64, number, 0, 0]
    + [10, 0, 0, sender, 10, 0, 0, receiver] + options + payload
}

/// IPv6 from 2001:db8::1 to 2001:db8::2 (RFC 8200).
package func ipv6(_ payload: [UInt8], next: UInt8 = 17, length: Int? = nil) -> [UInt8] {
  let prefix: [UInt8] = [0x20, 0x01, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
  return [0x60, 0, 0, 0] + big16(length ?? payload.count) + [next, 64] + prefix + [1] + prefix + [2]
    + payload
}

/// The Fragment header of IPv6 before a part of a datagram (RFC 8200, section 4.5).
package func ipv6Fragment(
  _ payload: [UInt8], next: UInt8 = 17, offset: Int, more: Bool, id: Int = 1
) -> [UInt8] {
  ipv6([next, 0] + big16(offset + (more ? 1 : 0)) + big32(id) + payload, next: 44)
}

/// UDP from port 4000 to port 5000 (RFC 768).
package func udp(_ payload: [UInt8], length: Int? = nil) -> [UInt8] {
  big16(4000) + big16(5000) + big16(length ?? payload.count + 8) + [0, 0] + payload
}

/// TCP from port 5060 to port 5061 (RFC 9293).
package func tcp(
  _ payload: [UInt8], sequence: Int, flags: UInt8 = 0x10, options: [UInt8] = [],
  sourcePort: Int = 5060
) -> [UInt8] {
  big16(sourcePort) + big16(5061) + big32(sequence) + big32(0)
    + [UInt8((20 + options.count) / 4) << 4, flags, 0xFF, 0xFF, 0, 0, 0, 0] + options + payload
}

/// A whole frame with a TCP segment.
package func tcpFrame(
  _ text: String, at sequence: Int, flags: UInt8 = 0x10, sourcePort: Int = 5060
) -> [UInt8] {
  ethernet(
    ipv4(
      tcp(Array(text.utf8), sequence: sequence, flags: flags, sourcePort: sourcePort),
      protocol: 6))
}

/// A whole frame with a UDP datagram.
package func udpFrame(_ payload: [UInt8]) -> [UInt8] { ethernet(ipv4(udp(payload))) }
