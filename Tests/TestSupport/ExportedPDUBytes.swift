/// A frame of link type 252: tags of Wireshark's epan/exported_pdu.h, then what a dissector exports.
///
/// It is from 10.0.0.1, port 4000, to 10.0.0.2, port 5061; `portType` is 2 for TCP, 3 for UDP.
package func exportedPDU(
  _ name: String, _ content: [UInt8], tag: Int = 12, portType: Int = 2, isReturned: Bool = false
) -> [UInt8] {
  func option(_ tag: Int, _ value: [UInt8]) -> [UInt8] { big16(tag) + big16(value.count) + value }
  // Filled up with zeros, as Wireshark does.
  let padded = Array(name.utf8) + [UInt8](repeating: 0, count: (4 - name.utf8.count % 4) % 4)
  let (alice, bob): ([UInt8], [UInt8]) = ([10, 0, 0, 1], [10, 0, 0, 2])
  return option(tag, padded) + option(20, isReturned ? bob : alice)
    + option(21, isReturned ? alice : bob) + option(24, big32(portType))
    + option(25, big32(isReturned ? 5061 : 4000)) + option(26, big32(isReturned ? 4000 : 5061))
    + option(0, []) + content
}
