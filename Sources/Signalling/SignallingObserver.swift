package import NetworkBytes

/// Watches the SIP messages of a trace, and says which address and payload type means what.
///
/// It stands outside: it sees both sides, proxies and relays between them, and everything again
/// where it is repeated. A call is what has one Call-ID; its hops may describe different addresses,
/// and each of these is announced. What is damaged is counted, and bounds are those of
/// `SignallingLimits`.
package struct SignallingObserver: Sendable {
  /// The calls, in order of their first message; indices stay valid.
  package private(set) var calls: [Call] = []
  /// What became of the messages so far.
  package internal(set) var counters = SignallingCounters()
  /// The digits that SIP INFO signalled, in order.
  package private(set) var digits: [SignalledDigit] = []

  var framers: [StreamKey: SIPFramer] = [:]
  var pendingBytes = 0
  /// By the way from client to server.
  var rtspSessions: [Hop: RTSPSession] = [:]
  var rtspBytes = 0
  private var announcements: [MediaAnnouncement] = []
  private var endings: [Int] = []
  private var dialogs = DialogTable()
  private var callBytes = 0

  /// Has seen nothing yet.
  package init() {}

  /// Takes in a UDP datagram.
  ///
  /// - Returns: whether it was SIP: a message, even a damaged one, or a keep-alive of line ends.
  package mutating func receive(
    datagram: Span<UInt8>, at time: Int64, from source: SocketAddress, to destination: SocketAddress
  ) -> Bool {
    switch SIPLikeness(datagram) {
    case .no: return false
    case .undecided:
      return !datagram.isEmpty && datagram.count <= 8
        && datagram.indices.allSatisfy { datagram[$0] < UInt8(ascii: " ") }
    case .yes: break
    }
    var bytes = [UInt8]()
    bytes.reserveCapacity(datagram.count)
    for index in datagram.indices { bytes.append(datagram[index]) }
    return receive(
      message: bytes[...], at: time, on: Hop(source: source, destination: destination))
  }

  /// The media described since the last time this was called, in order; to be called often, as
  /// nothing else empties the list.
  package mutating func takeAnnouncements() -> [MediaAnnouncement] {
    defer { announcements = [] }
    return announcements
  }

  /// The calls that have ended since the last time this was called, by their indices; to be called as often.
  package mutating func takeEndings() -> [Int] {
    defer { endings = [] }
    return endings
  }

  /// Takes in a message; false if it is not SIP.
  @discardableResult
  mutating func receive(message bytes: Bytes, at time: Int64, on hop: Hop) -> Bool {
    guard let head = SIPHead(bytes) else { return false }
    counters.messages += 1
    guard let message = SIPMessage(head) else {
      counters.malformed += 1
      return true
    }
    guard message.method != nil else { return true }
    let body = message.carriesOffers ? message.descriptionBody : nil
    if message.isCompressed { counters.compressed += 1 }
    let digit = message.signalledDigit
    let isNeeded =
      body != nil || digit != nil || (message.isRequest && message.method == .invite)
    let known = dialogs.take(message.callID)
    guard var dialog = known ?? (isNeeded ? open(message, at: time) : nil) else { return true }
    let wasEnded = dialog.isEnded
    dialog.note(message, hasDescription: body != nil)
    if dialog.isEnded, !wasEnded { endings.append(dialog.call) }
    if let body { announce(body, in: message, of: &dialog, at: time, on: hop) }
    if let digit, let party = dialog.receive(info: message) {
      add(
        SignalledDigit(
          digit: digit.digit, milliseconds: digit.milliseconds, time: time, call: dialog.call,
          party: party, source: hop.source, destination: hop.destination))
    }
    counters.forgottenCalls += dialogs.put(dialog, as: message.callID, isNew: known == nil)
    return true
  }

  private mutating func open(_ message: SIPMessage, at time: Int64) -> Dialog? {
    let call = Call(
      callID: message.callID, from: message.from.uri.isEmpty ? nil : message.from.uri,
      to: message.to.uri.isEmpty ? nil : message.to.uri, startTime: time)
    guard callBytes + call.bytes <= SignallingLimits.callBytes else {
      counters.unfollowed += 1
      return nil
    }
    callBytes += call.bytes
    calls.append(call)
    return Dialog(call: calls.count - 1)
  }

  private mutating func add(_ digit: SignalledDigit) {
    guard digits.count < SignallingLimits.digits else {
      counters.droppedDigits += 1
      return
    }
    digits.append(digit)
  }

  private mutating func announce(
    _ body: Bytes, in message: SIPMessage, of dialog: inout Dialog, at time: Int64, on hop: Hop
  ) {
    let description = SessionDescription(body)
    if description.problem != nil { counters.malformed += 1 }
    guard let news = dialog.receive(description, of: body, in: message, on: hop) else { return }
    for media in news.media {
      counters.surplusAttributes += media.surplus
      guard let address = media.address else {
        counters.unaddressed += 1
        continue
      }
      add(
        MediaAnnouncement(
          time: time, call: dialog.call, party: news.party, address: address, media: media,
          isAnswer: news.isAnswer, channel: nil))
    }
  }

  mutating func add(_ announcement: MediaAnnouncement) { announcements.append(announcement) }
}
