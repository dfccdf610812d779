package import Audio

/// What a user says a payload type stands for: `111=opus/48000/2`.
package struct PayloadTypeMapping: Hashable, Sendable {
  /// 0 to 127.
  package let payloadType: UInt8
  /// What packets with it carry; without parameters.
  package let format: MediaFormat

  /// Reads an rtpmap value (RFC 8866, section 6.6), in which `=` may stand for the blank.
  package init(rtpmap text: String) throws(SignallingError) {
    guard let (payloadType, rest) = Self.split(text, allowsEquals: true),
      let format = MediaFormat(rtpmap: rest.text())
    else { throw .unreadableMapping(text) }
    self.payloadType = payloadType
    self.format = format
  }

  /// The table that `--rtpmap` and `--fmtp` options make together.
  ///
  /// Parameters may also belong to a static payload type (RFC 3551), which enters the table with
  /// them. A payload type that is given twice is an error.
  package static func table(
    rtpmaps: [String], fmtps: [String]
  ) throws(SignallingError) -> [UInt8: MediaFormat] {
    var parameters = [UInt8: String]()
    for text in fmtps {
      guard let (payloadType, rest) = split(text, allowsEquals: false) else {
        throw .unreadableParameters(text)
      }
      guard parameters.updateValue(rest.text(upTo: rest.count), forKey: payloadType) == nil else {
        throw .givenTwice(payloadType: payloadType)
      }
    }
    var table = [UInt8: MediaFormat]()
    for text in rtpmaps {
      let mapping = try PayloadTypeMapping(rtpmap: text)
      guard table.updateValue(mapping.format, forKey: mapping.payloadType) == nil else {
        throw .givenTwice(payloadType: mapping.payloadType)
      }
    }
    for (payloadType, parameters) in parameters.sorted(by: { $0.key < $1.key }) {
      guard let format = table[payloadType] ?? MediaFormat.assigned(to: payloadType) else {
        throw .parametersWithoutFormat(payloadType: payloadType)
      }
      table[payloadType] = format.with(parameters: parameters)
    }
    return table
  }

  /// A payload type and the rest, which is not empty.
  private static func split(
    _ text: String, allowsEquals: Bool
  ) -> (payloadType: UInt8, rest: Bytes)? {
    let bytes = Bytes(text).trimmed
    let digits = bytes.prefix(while: \.isDigit)
    let tail = bytes[digits.endIndex...]
    var rest = tail.trimmed
    if allowsEquals, rest.first == UInt8(ascii: "=") { rest = rest.dropFirst().trimmed }
    guard let payloadType = digits.number(upTo: 127), !rest.isEmpty, rest.count < tail.count else {
      return nil
    }
    return (UInt8(payloadType), rest)
  }
}

extension MediaFormat {
  /// The same format with other parameters.
  func with(parameters: String) -> MediaFormat {
    MediaFormat(
      encodingName: encodingName, clockRate: clockRate, channels: channels, parameters: parameters)
  }
}
