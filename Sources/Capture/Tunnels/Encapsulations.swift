/// What a packet was wrapped in between its frame and its UDP or TCP header.
///
/// VLAN tags and link layers are none: all packets of an interface have them. A module above may
/// add what it unwraps itself, from bit 16 on.
package struct Encapsulations: OptionSet, Hashable, Sendable {
  package let rawValue: UInt32

  @inlinable
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Nothing; an empty list would be put together for every packet.
  package static var none: Encapsulations { Encapsulations(rawValue: 0) }
  package static let pppoe = Encapsulations(rawValue: 1 << 0)
  package static let ppp = Encapsulations(rawValue: 1 << 1)
  package static let mpls = Encapsulations(rawValue: 1 << 2)
  package static let ipInIP = Encapsulations(rawValue: 1 << 3)
  package static let gre = Encapsulations(rawValue: 1 << 4)
  package static let erspan = Encapsulations(rawValue: 1 << 5)
  package static let vxlan = Encapsulations(rawValue: 1 << 6)
  package static let geneve = Encapsulations(rawValue: 1 << 7)
  package static let gtpU = Encapsulations(rawValue: 1 << 8)
  package static let esp = Encapsulations(rawValue: 1 << 9)
  package static let hep = Encapsulations(rawValue: 1 << 10)
  /// Wireshark's export of what its dissectors hand on.
  package static let exportedPDU = Encapsulations(rawValue: 1 << 11)

  private static let table: [(Encapsulations, String)] = [
    (.pppoe, "pppoe"), (.ppp, "ppp"), (.mpls, "mpls"), (.ipInIP, "ip-in-ip"), (.gre, "gre"),
    (.erspan, "erspan"), (.vxlan, "vxlan"), (.geneve, "geneve"), (.gtpU, "gtp-u"), (.esp, "esp"),
    (.hep, "hep"), (.exportedPDU, "exported-pdu"),
  ]

  /// The names that a report uses, of those that this module unwraps.
  package var names: [String] { Self.table.filter { contains($0.0) }.map(\.1) }
}
