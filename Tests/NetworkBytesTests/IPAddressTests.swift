import NetworkBytes
import Testing

@Suite("IP addresses")
struct IPAddressTests {
  @Test(
    "the text of RFC 5952 comes back as it went in",
    arguments: [
      "0.0.0.0", "192.0.2.255", "::", "::1", "2001:db8::1", "2001:db8:0:1:1:1:1:1", "fe80::1:0:0:1",
      "1:2:3:4:5:6:7:8", "1::",
    ])
  func roundTrip(text: String) {
    #expect(IPAddress(text)?.description == text)
  }

  @Test(
    "other spellings of one address are read alike",
    arguments: [
      ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"), ("::ffff:192.0.2.1", "::ffff:c000:201"),
      ("fe80::1%eth0", "fe80::1"), ("1:0:0:4:0:0:0:8", "1:0:0:4::8"),
    ])
  func spellings(text: String, canonical: String) {
    #expect(IPAddress(text)?.description == canonical)
  }

  @Test(
    "what is no address is refused",
    arguments: [
      "", "1.2.3", "1.2.3.256", "1.2.3.4.5", "+1.2.3.4", "1:2:3", ":::", "1::2::3", "12345::",
      "1:2:3:4:5:6:7:8:9", "host", "::1.2.3", "1:2:3:4:5:6:7:", ":1:2:3:4:5:6:7",
    ])
  func refused(text: String) {
    #expect(IPAddress(text) == nil)
  }
}
