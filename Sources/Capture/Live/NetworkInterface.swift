internal import CPcap

/// A network interface that can be captured from.
@safe
package struct NetworkInterface: Sendable {
  /// What `-i` takes.
  package let name: String
  /// In libpcap's words; empty where it has none.
  package let description: String
  package let isUp: Bool
  package let isLoopback: Bool

  /// All that libpcap finds, in its order; throws where it cannot look.
  package static func all() throws(CaptureError) -> [NetworkInterface] {
    var text = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
    var first: UnsafeMutablePointer<pcap_if_t>?
    guard unsafe pcap_findalldevs(&first, &text) == 0 else {
      let reason = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      throw CaptureError(.cannotOpen, "interfaces", String(decoding: reason, as: UTF8.self))
    }
    defer { unsafe pcap_freealldevs(first) }
    var interfaces: [NetworkInterface] = []
    var next = unsafe first
    while let interface = unsafe next {
      let flags = unsafe interface.pointee.flags
      interfaces.append(
        NetworkInterface(
          name: unsafe String(cString: interface.pointee.name),
          description: unsafe interface.pointee.description.map { unsafe String(cString: $0) }
            ?? "",
          isUp: flags & UInt32(bitPattern: PCAP_IF_UP) != 0,
          isLoopback: flags & UInt32(bitPattern: PCAP_IF_LOOPBACK) != 0))
      unsafe next = interface.pointee.next
    }
    return interfaces
  }
}
