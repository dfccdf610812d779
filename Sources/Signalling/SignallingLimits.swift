/// What a trace can make this module hold, at most.
enum SignallingLimits {
  /// A Call-ID, a URI, a tag: the rest is cut off.
  static let textBytes = 1024
  /// A SIP message in a TCP stream: what is longer is passed over as malformed.
  static let messageBytes = 65_536
  /// Bytes of unfinished messages over all TCP connections: past it, all of them are given up.
  static let pendingBytes = 8 << 20
  /// TCP connections known to carry SIP: past it, all of them are forgotten and found anew.
  static let connections = 16_384
  /// Lines of a session description: those that follow are not read.
  static let descriptionLines = 1000
  /// Crypto lines, candidates of one media description: those that follow are not read.
  static let attributes = 64
  /// An rtpmap's or fmtp's value: a longer one is not read.
  static let formatBytes = 4096
  /// Nested multipart bodies.
  static let multipartDepth = 3
  /// Calls whose offers are remembered: past it, the oldest that has ended is forgotten, else the
  /// oldest; what is said in it later counts as a new call.
  static let dialogs = 100_000
  /// Bytes that this takes over all calls; the policy of `dialogs`.
  static let dialogBytes = 128 << 20
  /// Bytes of the calls listed: past it, no more calls are followed.
  static let callBytes = 128 << 20
  /// Participants of one call: past it, the oldest but the first is forgotten.
  static let participants = 16
  /// Hops of one participant's messages: past it, the oldest is forgotten.
  static let hops = 8
  /// Digits of SIP INFO: past it, no more are kept.
  static let digits = 100_000
  /// Connections of RTSP that are followed, and bytes that this takes: past it, all are forgotten.
  static let (rtspSessions, rtspBytes) = (4096, 16 << 20)
  /// The header of a message of RTSP: a longer one is not read.
  static let rtspHeadBytes = 8192
  /// Requests of one RTSP connection that wait for their answer: past it, the oldest is forgotten.
  static let rtspRequests = 32
  /// INFO requests of one participant that a repetition is known by: past it, the oldest is
  /// forgotten.
  static let infoRequests = 32
}
