import Audio

/// A SIP request or response, as far as it concerns media.
struct SIPMessage {
  let startLine: SIPStartLine
  let callID: String
  let from: SIPParticipant
  let to: SIPParticipant
  /// The CSeq number, which a request's retransmissions and its responses share.
  let sequenceNumber: Int
  /// The CSeq method; nil for methods that do not matter here.
  let method: SIPMethod?
  let contentType: Bytes?
  /// Whether the body is compressed (RFC 3261, section 20.12), so that it is not read.
  let isCompressed: Bool
  let body: Bytes

  /// Nil if a header field that every message must have is missing or cannot be read.
  init?(_ head: SIPHead) {
    guard let callID = head.callID, !callID.isEmpty, let from = head.from, let to = head.to,
      var sequence = head.sequence,
      let number = sequence.popWord()?.number(upTo: Int(UInt32.max)),
      let method = sequence.popWord()
    else { return nil }
    startLine = head.startLine
    self.callID = callID.text()
    self.from = SIPParticipant(from)
    self.to = SIPParticipant(to)
    sequenceNumber = number
    self.method = SIPMethod(rawValue: method.text())
    contentType = head.contentType
    let length = head.contentLength?.number(upTo: head.rest.count)
    body = head.rest.prefix(length ?? head.rest.count)
    let encoding = head.contentEncoding ?? []
    isCompressed =
      !encoding.isEmpty && !encoding.isCaseInsensitively("identity") && !body.isEmpty
      && !body.starts(with: "v=".utf8)
  }

  var isRequest: Bool { startLine == .request }

  /// Whose session description a body would be (RFC 3261: a response turns From and To around).
  var sender: SIPParticipant { isRequest ? from : to }
  var recipient: SIPParticipant { isRequest ? to : from }

  /// Whether a description in it takes part in an offer and answer exchange: failures only list
  /// what would have been possible (RFC 3261, section 21.4.26).
  var carriesOffers: Bool {
    guard method?.carriesOffers == true else { return false }
    return switch startLine {
    case .request: true
    case .response(let status): status < 300
    }
  }

  /// Whether it opens a call, and not something within one.
  var isInitialInvite: Bool { isRequest && method == .invite && to.tag == nil }

  /// Whether nothing more is to come but repetitions and retries.
  ///
  /// - Parameter isEstablished: whether the call has been accepted, so that a failure is a re-INVITE's
  ///   and the call goes on.
  func endsCall(isEstablished: Bool) -> Bool {
    switch startLine {
    case .request: method == .bye || (method == .cancel && to.tag == nil)
    case .response(let status): method == .invite && status >= 300 && !isEstablished
    }
  }

  /// Whether it accepts a call.
  var establishesCall: Bool {
    guard case .response(let status) = startLine else { return false }
    return method == .invite && (200..<300).contains(status)
  }

  /// The digit that an INFO request signals.
  var signalledDigit: (digit: DTMFDigit, milliseconds: Int?)? {
    guard isRequest, method == .info else { return nil }
    return MIMEBody(contentType: contentType, content: body)?.digit()
  }

  /// The session description in the body, be it all of it or a part.
  var descriptionBody: Bytes? {
    isCompressed
      ? nil : MIMEBody(contentType: contentType, content: body)?.sessionDescription()
  }
}
