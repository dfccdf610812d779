import Audio
import Codecs
import NetworkBytes
import SRTP

/// The SIP dialog around a call's media (RFC 3261, RFC 3264).
struct CallScript {
  let caller: SocketAddress
  let callee: SocketAddress
  /// What each party sends; the callee's is the caller's where it sends nothing.
  let offer: MediaOptions
  let answer: MediaOptions
  /// By which each party sends; nil where media are in clear.
  let keys: (caller: MasterKey, callee: MasterKey)?
  /// What makes this call differ from others.
  let number: UInt64

  /// When the media begins, in nanoseconds after the INVITE.
  static let mediaStart: Int64 = 700_000_000

  /// The messages of a call whose media end at `end`, nanoseconds after the INVITE.
  func datagrams(end: Int64) -> [Datagram] {
    let offer = description(of: self.offer, by: keys?.caller, at: caller, session: number)
    let answer = description(
      of: self.answer, by: keys?.callee, at: callee, session: number &+ 1)
    let bye = end + 100_000_000
    return [
      request("INVITE", 1, offer, isFirst: true, at: 0),
      response("100 Trying", "INVITE", 1, hasTag: false, at: 5_000_000),
      response("180 Ringing", "INVITE", 1, at: 100_000_000),
      response("200 OK", "INVITE", 1, answer, at: 600_000_000),
      request("ACK", 1, at: 610_000_000),
      request("BYE", 2, at: bye),
      response("200 OK", "BYE", 2, at: bye + 5_000_000),
    ]
  }

  private func sip(_ address: SocketAddress) -> SocketAddress {
    SocketAddress(address.address, port: 5060)
  }

  private func request(
    _ method: String, _ sequence: Int, _ body: String = "", isFirst: Bool = false, at time: Int64
  ) -> Datagram {
    let lines =
      ["\(method) sip:bob@\(sip(callee)) SIP/2.0"]
      + head(method, sequence, branch: method == "ACK" ? 2 : sequence == 1 ? 1 : 3, !isFirst)
      + ["Max-Forwards: 70", "Contact: <sip:alice@\(sip(caller))>"]
    return message(lines, body, from: caller, to: callee, time)
  }

  private func response(
    _ status: String, _ method: String, _ sequence: Int, _ body: String = "", hasTag: Bool = true,
    at time: Int64
  ) -> Datagram {
    let lines =
      ["SIP/2.0 \(status)"] + head(method, sequence, branch: sequence == 1 ? 1 : 3, hasTag)
      + ["Contact: <sip:bob@\(sip(callee))>"]
    return message(lines, body, from: callee, to: caller, time)
  }

  private func head(_ method: String, _ sequence: Int, branch: Int, _ hasTag: Bool) -> [String] {
    let number = String(number, radix: 16)
    return [
      "Via: SIP/2.0/UDP \(sip(caller));branch=z9hG4bK\(number)-\(branch)",
      "From: \"Alice\" <sip:alice@\(host(caller))>;tag=a\(number)",
      "To: \"Bob\" <sip:bob@\(host(callee))>" + (hasTag ? ";tag=b\(number)" : ""),
      "Call-ID: \(number)@\(host(caller))",
      "CSeq: \(sequence) \(method)",
    ]
  }

  private func host(_ address: SocketAddress) -> String {
    address.address.isIPv6 ? "[\(address.address)]" : "\(address.address)"
  }

  private func message(
    _ lines: [String], _ body: String, from: SocketAddress, to: SocketAddress, _ time: Int64
  ) -> Datagram {
    let type = body.isEmpty ? [] : ["Content-Type: application/sdp"]
    let text =
      (lines + type + ["Content-Length: \(body.utf8.count)", "", body]).joined(separator: "\r\n")
    return Datagram(time: time, source: sip(from), destination: sip(to), payload: Array(text.utf8))
  }

  /// The session description of a party (RFC 8866), with the key that it sends by (RFC 4568).
  private func description(
    of media: MediaOptions, by key: MasterKey?, at address: SocketAddress, session: UInt64
  ) -> String {
    let family = address.address.isIPv6 ? "IP6" : "IP4"
    var types = media.formats.map { "\($0.payloadType)" }
    var attributes: [String] = []
    for (payloadType, format) in media.formats {
      attributes.append("rtpmap:\(payloadType) \(Codec.rtpmap(of: format))")
      if !format.parameters.isEmpty {
        attributes.append("fmtp:\(payloadType) \(format.parameters)")
      }
    }
    if media.silence == .noise {
      types.append("\(media.noisePayloadType)")
      let noise = MediaFormat(.comfortNoise, clockRate: media.format.clockRate)
      attributes.append("rtpmap:\(media.noisePayloadType) \(noise.rtpmap)")
    }
    let hidesEvents = media.faults.values.contains { $0.contains(.notNegotiated) }
    if !hidesEvents {
      types.append("\(media.eventPayloadType)")
      let event = MediaFormat(.telephoneEvent, clockRate: media.format.clockRate)
      attributes.append("rtpmap:\(media.eventPayloadType) \(event.rtpmap)")
      attributes.append("fmtp:\(media.eventPayloadType) 0-15")
    }
    if let key { attributes.append("crypto:\(key.attribute(tag: 1))") }
    attributes.append("ptime:\(Quantity.text(media.packetTime * 1000))")
    let lines =
      [
        "v=0", "o=- \(session >> 1) 1 IN \(family) \(address.address)", "s=-",
        "c=IN \(family) \(address.address)", "t=0 0",
        "m=audio \(address.port) \(key == nil ? "RTP/AVP" : "RTP/SAVP") "
          + types.joined(separator: " "),
      ] + attributes.map { "a=" + $0 } + ["a=sendrecv", ""]
    return lines.joined(separator: "\r\n")
  }
}
