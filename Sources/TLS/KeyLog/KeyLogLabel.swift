/// Which secret of a handshake a line of a key log holds, as far as they are used here.
enum KeyLogLabel: String {
  case masterSecret = "CLIENT_RANDOM"
  case clientHandshakeTraffic = "CLIENT_HANDSHAKE_TRAFFIC_SECRET"
  case serverHandshakeTraffic = "SERVER_HANDSHAKE_TRAFFIC_SECRET"
  case clientTraffic = "CLIENT_TRAFFIC_SECRET_0"
  case serverTraffic = "SERVER_TRAFFIC_SECRET_0"
  case exporter = "EXPORTER_SECRET"

  /// Reads a label; nil for one that is not used here.
  ///
  /// `generation` is N of `CLIENT_TRAFFIC_SECRET_N`: how often these keys were updated before.
  static func read(_ text: String) -> (label: KeyLogLabel, generation: Int)? {
    if let label = KeyLogLabel(rawValue: text) { return (label, 0) }
    guard let separator = text.lastIndex(of: "_"),
      let generation = UInt16(text[text.index(after: separator)...]),
      let label = KeyLogLabel(rawValue: text[...separator] + "0")
    else { return nil }
    return (label, Int(generation))
  }
}
