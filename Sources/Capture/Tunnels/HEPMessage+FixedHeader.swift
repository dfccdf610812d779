import NetworkBytes

extension HEPMessage {
  /// Reads the header of version 1 or 2: version, its length, address family, IP protocol, ports and
  /// addresses; in version 2 then seconds, microseconds and a number, as the probe's memory has them.
  ///
  /// Nothing marks these versions, so that all of it must make sense, and SIP or RTP must follow.
  mutating func readFixedHeader(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.count > 16, bytes[0] == 1 || bytes[0] == 2, [6, 17, 132].contains(bytes[3])
    else { return false }
    let length = Int(bytes[1])
    let start = bytes[0] == 2 ? length + 12 : length
    guard bytes.count >= start + 8 else { return false }
    let (sourcePort, destinationPort) = (bytes.uint16(at: 4), bytes.uint16(at: 6))
    switch (bytes[2], length) {
    case (2, 16):
      source = SocketAddress(IPAddress(ipv4: bytes.uint32(at: 8)), port: sourcePort)
      destination = SocketAddress(IPAddress(ipv4: bytes.uint32(at: 12)), port: destinationPort)
    // What AF_INET6 is depends on the system: Linux, FreeBSD, macOS.
    case (10, 40), (28, 40), (30, 40):
      let (first, second) = (bytes.extracting(8..<24), bytes.extracting(24..<40))
      source = SocketAddress(Self.ipv6(first), port: sourcePort)
      destination = SocketAddress(Self.ipv6(second), port: destinationPort)
    default: return false
    }
    let first = bytes[start]
    guard sourcePort != 0, destinationPort != 0,
      first & 0xC0 == 0x80 || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first)
    else { return false }
    payload = start..<bytes.count
    if bytes[0] == 2 {
      let (seconds, microseconds) = (bytes.uint32(at: length), bytes.uint32(at: length + 4))
      if !setTime(seconds.byteSwapped, microseconds.byteSwapped) { setTime(seconds, microseconds) }
    }
    return true
  }
}
