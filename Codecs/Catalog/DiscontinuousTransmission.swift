package import Audio

/// How the encoder of a codec leaves packets of silence out by itself.
package struct DiscontinuousTransmission: Sendable {
  private let name: String
  private let value: String
  private let unsentBytes: Int

  /// The format parameter `name` asks for it with `value`, and then the encoder's payloads of
  /// `unsentBytes` at most need not be sent.
  init(parameter name: String, _ value: String, unsentBytes: Int) {
    self.name = name
    self.value = value
    self.unsentBytes = unsentBytes
  }

  /// What to write in the format's parameters: `usedtx=1`.
  package var parameter: String { "\(name)=\(value)" }

  /// Whether the format asks for it.
  package func isOn(in format: MediaFormat) -> Bool {
    FormatParameters(format)[name] == value
  }

  /// Whether an encoder's payload is of silence and need not be sent.
  package func leavesOut(_ payload: [UInt8]) -> Bool { payload.count <= unsentBytes }
}
