package import Capture

extension Encapsulations {
  /// TURN's ChannelData messages, and Send and Data indications.
  static let turn = Encapsulations(rawValue: 1 << 16)
  /// Frames of a TCP connection (RFC 4571).
  static let tcp = Encapsulations(rawValue: 1 << 17)
  /// A channel of RTSP's connection (RFC 7826, section 14).
  static let rtsp = Encapsulations(rawValue: 1 << 18)
  /// TLS, whose secrets were there.
  static let tls = Encapsulations(rawValue: 1 << 19)

  /// What came over a connection is no datagram of the trace.
  static let connected: Encapsulations = [.tcp, .rtsp]

  /// The names that the report uses.
  package var allNames: [String] {
    names + Self.mediaNames.filter { contains($0.0) }.map(\.1)
  }

  private static let mediaNames: [(Encapsulations, String)] = [
    (.tcp, "tcp"), (.tls, "tls"), (.rtsp, "rtsp"), (.turn, "turn"),
  ]
}
