import Audio

extension MIMEBody {
  /// The digit in a body of type `application/dtmf-relay` or `application/dtmf`, which no RFC
  /// defines: lines of `Signal=5` and `Duration=160`, or the digit alone.
  func digit() -> (digit: DTMFDigit, milliseconds: Int?)? {
    var parameters = contentType
    let type = parameters.popField(before: UInt8(ascii: ";")).trimmed
    guard
      type.isCaseInsensitively("application/dtmf-relay")
        || type.isCaseInsensitively("application/dtmf")
    else { return nil }
    var digit: DTMFDigit?
    var milliseconds: Int?
    var rest = content
    while let line = rest.popLine() {
      var value = line
      let name = value.popField(before: UInt8(ascii: "=")).trimmed
      if name.isCaseInsensitively("signal") {
        digit = digit ?? Self.digit(value.trimmed)
      } else if name.isCaseInsensitively("duration") {
        milliseconds = milliseconds ?? value.trimmed.number(upTo: 65_535)
      } else if value.isEmpty {
        digit = digit ?? Self.digit(name)
      }
    }
    return digit.map { ($0, milliseconds) }
  }

  /// A digit as senders write it: the key itself, or the event code of `*`, `#`, A to D.
  private static func digit(_ text: Bytes) -> DTMFDigit? {
    if let code = text.number(upTo: 15) { return DTMFDigit(rawValue: UInt8(code)) }
    guard text.count == 1, let byte = text.first else { return nil }
    return DTMFDigit(Character(Unicode.Scalar(byte.isLetter ? byte & 0xdf : byte)))
  }
}
