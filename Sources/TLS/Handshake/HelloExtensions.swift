import NetworkBytes

/// The extensions of a hello, as far as they are used here (RFC 8446, section 4.2).
struct HelloExtensions {
  /// use_srtp (RFC 5764, section 4.1.1).
  private(set) var srtp: SRTPNegotiation?
  /// What a server selects by supported_versions; a client's list is not read.
  private(set) var selectedVersion: ProtocolVersion?
  /// encrypt_then_mac (RFC 7366).
  private(set) var encryptsThenMACs = false
  /// early_data.
  private(set) var hasEarlyData = false
  /// Whether application_layer_protocol_negotiation (RFC 7301) names "sip/2".
  private(set) var namesSIP = false

  /// Hellos without any end before them.
  init() {}

  /// Reads the block that ends a hello, its length first; nil where it breaks off.
  init?(_ cursor: inout ByteCursor, ofClient isClient: Bool) {
    guard cursor.remaining > 0 else { return }
    do throws(ShortRead) {
      var block = ByteCursor(try cursor.take(Int(cursor.uint16())))
      while block.remaining > 0 {
        let type = try block.uint16()
        var value = ByteCursor(try block.take(Int(block.uint16())))
        switch type {
        case 14: srtp = try SRTPNegotiation(&value)
        case 16: namesSIP = try Self.namesSIP(&value)
        case 22: encryptsThenMACs = true
        case 42: hasEarlyData = true
        case 43 where !isClient: selectedVersion = ProtocolVersion(rawValue: try value.uint16())
        default: break
        }
      }
    } catch {
      return nil
    }
  }

  private static func namesSIP(_ cursor: inout ByteCursor) throws(ShortRead) -> Bool {
    var list = ByteCursor(try cursor.take(Int(cursor.uint16())))
    while list.remaining > 0 {
      let name = try list.take(Int(list.uint8()))
      if name.copied == Array("sip/2".utf8) { return true }
    }
    return false
  }
}
