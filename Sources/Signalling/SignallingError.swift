/// Why text that a user gave cannot be used; what a trace holds is counted instead.
package enum SignallingError: Error, Hashable {
  /// The text does not begin with `v=`.
  case notASessionDescription
  /// The session description has no `m=` line.
  case noMediaDescription
  /// The session description has more lines than are read.
  case tooManyLines
  /// A line of the session description, counted from 1, cannot be read.
  case unreadableLine(number: Int, text: String)
  /// A payload type mapping is not `PT=NAME/RATE` or `PT=NAME/RATE/CHANNELS`.
  case unreadableMapping(String)
  /// Format parameters are not `PT PARAMETERS`.
  case unreadableParameters(String)
  /// A payload type is mapped twice, or has two sets of parameters.
  case givenTwice(payloadType: UInt8)
  /// Parameters belong to a payload type that is neither mapped nor static.
  case parametersWithoutFormat(payloadType: UInt8)
}

extension SignallingError: CustomStringConvertible {
  /// The sentence for the user; it quotes the input as it is.
  package var description: String {
    switch self {
    case .notASessionDescription: "not a session description: it does not begin with v="
    case .noMediaDescription: "the session description has no m= line"
    case .tooManyLines:
      "the session description has more than \(SignallingLimits.descriptionLines) lines"
    case .unreadableLine(let number, let text):
      "line \(number) of the session description cannot be read: \(text)"
    case .unreadableMapping(let text):
      "not a payload type mapping: '\(text)' (expected 0-127, a name and a clock rate, "
        + "as in 111=opus/48000/2)"
    case .unreadableParameters(let text):
      "not format parameters: '\(text)' (expected a payload type and its parameters, "
        + "as in '111 useinbandfec=1')"
    case .givenTwice(let payloadType): "payload type \(payloadType) is given twice"
    case .parametersWithoutFormat(let payloadType):
      "payload type \(payloadType) has parameters, but no mapping says what it is"
    }
  }
}
