import NetworkBytes

/// One chunk of an SDES packet, of which the canonical name is read (RFC 3550, section 6.5).
package struct SourceDescription: Sendable {
  package let ssrc: UInt32
  /// CNAME: the name that all sources of one participant, and so of one wall clock, share.
  package let canonicalName: String?

  private static let canonicalNameItem: UInt8 = 1

  @_lifetime(cursor: copy cursor)
  init(_ cursor: inout ByteCursor) throws(ShortRead) {
    ssrc = try cursor.uint32()
    var name: String?
    var length = 0
    while true {
      let item = try cursor.uint8()
      length += 1
      if item == 0 { break }
      let count = Int(try cursor.uint8())
      let text = try cursor.take(count)
      length += 1 + count
      if item == Self.canonicalNameItem {
        var bytes: [UInt8] = []
        for index in text.indices { bytes.append(text[index]) }
        // Some senders end it as C does.
        while bytes.last == 0 { bytes.removeLast() }
        name = bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
      }
    }
    canonicalName = name
    // A chunk ends on a word; the item that ends the list is the first byte of the filling.
    try cursor.skip((4 - length & 3) & 3)
  }
}
