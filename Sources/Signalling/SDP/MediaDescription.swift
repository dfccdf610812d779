package import Audio
package import NetworkBytes

/// One `m=` section of a session description: what its author wants to receive, and how.
///
/// RFC 3264, section 5.1: the payload type numbers are those of packets sent *to* the author.
package struct MediaDescription: Hashable, Sendable {
  /// Which way media flows, as seen by the author (RFC 8866, section 6.7).
  package enum Direction: String, Sendable {
    case sendrecv, sendonly, recvonly, inactive
  }

  /// The place of the `m=` line in its description, from 0; offer and answer pair by it.
  package internal(set) var index = 0
  /// What it carries: `audio`, `video`, `image` and so on.
  package internal(set) var kind: String
  /// The port, 0 where the section is rejected or only bundled.
  package internal(set) var port: UInt16
  /// How many pairs of RTP and RTCP ports there are, from `port` on (`m=audio 49170/2`).
  package internal(set) var portCount: Int
  /// The transport and profile as written, such as `RTP/AVP`, `UDP/TLS/RTP/SAVPF`, `udptl`.
  package internal(set) var `protocol`: String
  /// Where RTP is received: the `c=` line of the media, else of the session, and the port.
  ///
  /// Nil for a host name. A bundle-only section has the address of its bundle (RFC 9143).
  package internal(set) var address: SocketAddress?
  /// The payload types of the `m=` line, the preferred one first; empty if this is not RTP.
  package internal(set) var payloadTypes: [UInt8] = []
  /// What the payload types stand for, by rtpmap or else by RFC 3551.
  ///
  /// A dynamic payload type without rtpmap is missing, unless its offer had one. An rtpmap whose
  /// number is missing in the `m=` line is here too.
  package internal(set) var formats: [UInt8: MediaFormat] = [:]
  /// `a=ptime`, milliseconds of media a packet.
  package internal(set) var packetTime: Int?
  /// Of the media or else the session; both ways where neither says.
  package internal(set) var direction = Direction.sendrecv
  /// The values of `a=crypto` (RFC 4568), keys included.
  package internal(set) var cryptoLines: [String] = []
  /// Whether keys are agreed on by MIKEY (`a=key-mgmt:mikey`, RFC 4567), which is not read.
  package internal(set) var isKeyedByMIKEY = false
  /// `a=mid` (RFC 5888).
  package internal(set) var mid: String?
  /// The number of the `a=group:BUNDLE` line that names this `mid`, from 0 (RFC 9143).
  package internal(set) var bundle: Int?
  /// Whether the section has no address of its own but that of its bundle (`a=bundle-only`).
  package internal(set) var isBundleOnly = false
  /// Where else RTP may arrive: the candidates of ICE for component 1 (RFC 8839, RFC 6544).
  package internal(set) var candidates: [SocketAddress] = []
  /// Crypto lines and candidates beyond the limit, which are not kept.
  var surplus = 0

  /// `a=control`, the address by which RTSP knows it (RFC 7826, appendix D.1.1).
  package internal(set) var control: String?

  /// The address of the `c=` line that holds for this section.
  var connection: IPAddress?
  /// `a=fmtp` values, also of payload types without a format of their own.
  var parameters: [UInt8: String] = [:]

  /// Whether the profile is one of RTP's.
  package var isRTP: Bool { `protocol`.uppercased().contains("AVP") }

  /// Whether the profile demands SRTP: SAVP and SAVPF, keyed by SDP or DTLS.
  ///
  /// Best-effort SRTP (RFC 8643) has crypto lines under `RTP/AVP` and does not count.
  package var isProtected: Bool { `protocol`.uppercased().contains("SAVP") }

  /// Whether the author does not want this media (RFC 3264, section 6).
  package var isRejected: Bool { port == 0 && !isBundleOnly }

  /// Gives every payload type listed a format where one is known.
  ///
  /// - Parameter offered: the formats of the offer, if this is the answer to it.
  mutating func completeFormats(from offered: [UInt8: MediaFormat] = [:]) {
    for payloadType in payloadTypes where formats[payloadType] == nil {
      formats[payloadType] = MediaFormat.assigned(to: payloadType) ?? offered[payloadType]
    }
    for (payloadType, text) in parameters {
      formats[payloadType] = formats[payloadType]?.with(parameters: text)
    }
  }

  /// Settles where RTP goes, once all lines have been read.
  ///
  /// - Parameter tagged: the address of the bundle, if this section has none but that.
  mutating func completeAddresses(bundledAt tagged: SocketAddress? = nil) {
    address = tagged ?? connection.map { SocketAddress($0, port: port) }
  }
}
