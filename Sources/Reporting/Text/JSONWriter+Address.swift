import JSON
import NetworkBytes

extension JSONWriter {
  /// A transport address as `ip:port`, IPv6 as `[ip]:port`.
  mutating func value(_ address: SocketAddress) {
    guard !address.address.isIPv6 else { return value(address.description) }
    value(plain: { text in
      for (index, octet) in address.address.octets.enumerated() {
        if index > 0 { text.append(UInt8(ascii: ".")) }
        text.append(decimal: UInt(octet))
      }
      text.append(UInt8(ascii: ":"))
      text.append(decimal: UInt(address.port))
    })
  }
}
