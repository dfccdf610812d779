import Audio
import NetworkBytes
import Signalling

/// Addresses of the examples (RFC 5737).
let alice = SocketAddress(IPAddress(ipv4: 0xc000_0201), port: 5060)
let proxy = SocketAddress(IPAddress(ipv4: 0xc633_6401), port: 5060)
let bob = SocketAddress(IPAddress(ipv4: 0xcb00_7101), port: 5060)

extension String {
  /// The text as it goes over the wire.
  var wire: [UInt8] { replacing("\n", with: "\r\n").utf8.map { $0 } }
}

extension SignallingObserver {
  @discardableResult
  mutating func see(
    _ bytes: [UInt8], at time: Int64 = 0, from: SocketAddress = alice, to: SocketAddress = bob
  ) -> Bool {
    receive(datagram: bytes.span, at: time, from: from, to: to)
  }

  @discardableResult
  mutating func see(
    _ text: String, at time: Int64 = 0, from: SocketAddress = alice, to: SocketAddress = bob
  ) -> Bool {
    see(text.wire, at: time, from: from, to: to)
  }
}

extension MediaAnnouncement {
  /// Who receives what where, in one line: `caller 192.0.2.1:49170 0=PCMU/8000/1`.
  var summary: String {
    let formats = media.formats.sorted { $0.key < $1.key }.map { payloadType, format in
      let parameters = format.parameters.isEmpty ? "" : " " + format.parameters
      return "\(payloadType)=\(format.encodingName)/\(format.clockRate)/\(format.channels)"
        + parameters
    }
    return "\(party) \(isAnswer ? "answers" : "offers") \(address) "
      + formats.joined(separator: ", ")
  }
}

/// A SIP message around a body, with the header fields that all have.
func sip(
  _ startLine: String, _ method: String, sequence: Int = 1, callID: String = "a84b4c76e66710",
  fromTag: String = "1928301774", toTag: String? = nil, sdp: String? = nil
) -> String {
  let body = sdp ?? ""
  let length = body.wire.count
  return """
    \(startLine)
    Via: SIP/2.0/UDP pc33.atlanta.example.com;branch=z9hG4bK776asdhds
    Max-Forwards: 70
    To: Bob <sip:bob@biloxi.example.com>\(toTag.map { ";tag=" + $0 } ?? "")
    From: Alice <sip:alice@atlanta.example.com>;tag=\(fromTag)
    Call-ID: \(callID)
    CSeq: \(sequence) \(method)
    \(sdp == nil ? "" : "Content-Type: application/sdp\n")Content-Length: \(length)

    \(body)
    """
}

func invite(
  sequence: Int = 1, callID: String = "a84b4c76e66710", fromTag: String = "1928301774",
  toTag: String? = nil, sdp: String? = nil
) -> String {
  sip(
    "INVITE sip:bob@biloxi.example.com SIP/2.0", "INVITE", sequence: sequence, callID: callID,
    fromTag: fromTag, toTag: toTag, sdp: sdp)
}

func request(
  _ method: String, sequence: Int = 1, callID: String = "a84b4c76e66710",
  fromTag: String = "1928301774", toTag: String? = "a6c85cf", sdp: String? = nil
) -> String {
  sip(
    "\(method) sip:bob@192.0.2.4 SIP/2.0", method, sequence: sequence, callID: callID,
    fromTag: fromTag, toTag: toTag, sdp: sdp)
}

func response(
  _ status: String, to method: String = "INVITE", sequence: Int = 1,
  callID: String = "a84b4c76e66710", fromTag: String = "1928301774", toTag: String? = "a6c85cf",
  sdp: String? = nil
) -> String {
  sip(
    "SIP/2.0 \(status)", method, sequence: sequence, callID: callID, fromTag: fromTag,
    toTag: toTag, sdp: sdp)
}

/// A description with one audio section.
func audio(
  _ address: String, _ port: Int, _ formats: String, _ attributes: String...
) -> String {
  """
  v=0
  o=- 2890844526 2890842807 IN IP4 \(address)
  s=-
  c=IN IP4 \(address)
  t=0 0
  m=audio \(port) RTP/AVP \(formats)

  """ + attributes.map { "a=\($0)\n" }.joined()
}
