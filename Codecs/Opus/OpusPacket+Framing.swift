internal import NetworkBytes

extension OpusPacket {
  /// The number of mode, bandwidth and frame size (RFC 6716, section 3.1); nil where the framing breaks a rule.
  func configuration(of packet: Span<UInt8>) -> Int? {
    do throws(ShortRead) {
      _ = try firstOpusFrame(of: packet)
      return Int(packet[0] >> 3)
    } catch {
      return nil
    }
  }

  /// The bytes of the first Opus frame, none where it was not sent (RFC 6716, section 3.2).
  ///
  /// Throws where the packet breaks a rule of the framing that concerns this frame.
  @_lifetime(copy packet)
  func firstOpusFrame(of packet: Span<UInt8>) throws(ShortRead) -> Span<UInt8> {
    var cursor = ByteCursor(packet)
    let code = try cursor.uint8() & 3
    switch code {
    case 0: return try cursor.take(cursor.remaining)
    case 1:
      guard cursor.remaining % 2 == 0 else { throw ShortRead() }
      return try cursor.take(cursor.remaining / 2)
    case 2:
      let length = try Self.length(&cursor)
      return try cursor.take(length)
    default:
      let header = try cursor.uint8()
      var padding = 0
      if header & 0x40 != 0 {
        var byte: UInt8
        repeat {
          byte = try cursor.uint8()
          padding += byte == 255 ? 254 : Int(byte)
        } while byte == 255
      }
      let isVariable = header & 0x80 != 0
      var length = 0
      var others = 0
      if isVariable {
        for index in 0..<opusFrameCount - 1 {
          let next = try Self.length(&cursor)
          if index == 0 { length = next } else { others += next }
        }
      }
      let total = cursor.remaining - padding
      guard total >= 0 else { throw ShortRead() }
      if !isVariable || opusFrameCount == 1 {
        guard total % opusFrameCount == 0 else { throw ShortRead() }
        length = total / opusFrameCount
      } else if length + others > total {
        throw ShortRead()
      }
      return try cursor.take(length)
    }
  }

  /// A frame length of one or two bytes (RFC 6716, section 3.2.1).
  private static func length(_ cursor: inout ByteCursor) throws(ShortRead) -> Int {
    let first = Int(try cursor.uint8())
    return first < 252 ? first : first + 4 * Int(try cursor.uint8())
  }
}
