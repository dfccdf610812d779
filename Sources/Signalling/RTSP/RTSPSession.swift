/// What has been said on one connection of RTSP: which media there are, and which are set up how.
struct RTSPSession {
  private struct Request {
    let sequenceNumber: Int
    let method: Bytes
    let uri: Bytes
    let transport: Bytes?
  }

  private var requests: [Request] = []
  private var media: [MediaDescription] = []
  /// What the addresses of media are relative to.
  private var base = Bytes()
  /// Media that were set up so far.
  private var setups = 0

  /// Takes in a request of the client's; whether an older one, still without an answer, was forgotten.
  mutating func receive(request message: RTSPMessage) -> Bool {
    guard case .request(let method, let uri) = message.startLine,
      let sequenceNumber = message.sequenceNumber
    else { return false }
    // What is pushed to a server is described by the request itself.
    if method.elementsEqual("ANNOUNCE".utf8) { describe(message, uri) }
    let isFull = requests.count >= SignallingLimits.rtspRequests
    if isFull { requests.removeFirst() }
    requests.append(
      Request(
        sequenceNumber: sequenceNumber, method: Bytes(Array(method)), uri: Bytes(Array(uri)),
        transport: message.transport.map { Bytes(Array($0)) }))
    return isFull
  }

  /// Takes in a response of the server's; the medium that it sets up, and how.
  mutating func receive(response message: RTSPMessage) -> (MediaDescription, RTSPTransport)? {
    guard case .response(let status) = message.startLine,
      let index = requests.firstIndex(where: { $0.sequenceNumber == message.sequenceNumber })
    else { return nil }
    let request = requests.remove(at: index)
    guard (200..<300).contains(status) else { return nil }
    if request.method.elementsEqual("DESCRIBE".utf8) { describe(message, request.uri) }
    guard request.method.elementsEqual("SETUP".utf8),
      let transport = message.transport ?? request.transport, let medium = medium(request.uri)
    else { return nil }
    setups += 1
    return (medium, RTSPTransport(transport))
  }

  private mutating func describe(_ message: RTSPMessage, _ uri: Bytes) {
    let body = MIMEBody(contentType: message.contentType, content: message.body)
    guard let body = body?.sessionDescription() else { return }
    media = SessionDescription(body).media
    base = Bytes(Array(message.base ?? uri))
    setups = 0
  }

  /// The medium that an address stands for: by its control attribute (RFC 7826, appendix D.1.1),
  /// else the next one.
  private func medium(_ uri: Bytes) -> MediaDescription? {
    if let known = media.first(where: { isAddress(uri, of: $0) }) { return known }
    return setups < media.count ? media[setups] : nil
  }

  private func isAddress(_ uri: Bytes, of medium: MediaDescription) -> Bool {
    guard let control = medium.control, !control.isEmpty, control != "*" else {
      return media.count == 1
    }
    if uri.elementsEqual(control.utf8) { return true }
    let slash = UInt8(ascii: "/")
    let whole = base.last == slash ? base + control.utf8 : base + [slash] + control.utf8
    return uri == whole || uri.suffix(control.utf8.count + 1).elementsEqual([slash] + control.utf8)
  }

  /// About what it takes in memory.
  var bytes: Int {
    512 + media.count * 1024 + base.count
      + requests.reduce(0) { $0 + 128 + $1.uri.count + ($1.transport?.count ?? 0) }
  }
}
