import JSON
import NetworkBytes
import Testing

@testable import Reporting

@Suite("Addresses in JSON")
struct JSONAddressTests {
  @Test(
    "ip:port, IPv6 in brackets",
    arguments: [
      (IPAddress(ipv4: 0x0a00_ff01), 5004, "\"10.0.255.1:5004\"\n"),
      (IPAddress(ipv4: 0), 0, "\"0.0.0.0:0\"\n"),
      (
        IPAddress(ipv6High: 0x2001_0db8_0000_0000, low: 1), 65_535,
        "\"[2001:db8::1]:65535\"\n"
      ),
    ] as [(IPAddress, UInt16, String)])
  func addresses(_ address: IPAddress, _ port: UInt16, _ text: String) {
    var bytes: [UInt8] = []
    var json = JSONWriter { span in
      for index in span.indices { bytes.append(span[index]) }
    }
    json.value(SocketAddress(address, port: port))
    json.finish()
    #expect(String(decoding: bytes, as: UTF8.self) == text)
  }
}
