import Audio

/// What must be remembered of a call to read its next offer or answer; forks are one dialog here.
struct Dialog {
  let call: Int
  /// Whether nothing more is expected of it.
  private(set) var isEnded = false
  private(set) var isEstablished = false
  /// Whether it stands in line to be forgotten.
  var isQueued = false
  private var participants: [Participant] = []

  init(call: Int) {
    self.call = call
  }

  /// About what it takes in memory.
  var bytes: Int { participants.reduce(256) { $0 + $1.bytes } }

  /// Follows the life of the call, and who offers in an INVITE.
  mutating func note(_ message: SIPMessage, hasDescription: Bool) {
    if message.endsCall(isEstablished: isEstablished) {
      isEnded = true
    } else if message.method == .invite {
      isEnded = false
      isEstablished = isEstablished || message.establishesCall
    }
    guard message.isRequest, message.method == .invite else { return }
    let sender = index(ofSenderOf: message)
    participants[sender].invite = (message.sequenceNumber, hasDescription)
  }

  /// Takes in a description; nil if it only repeats what its sender has said before.
  mutating func receive(
    _ description: SessionDescription, of bytes: Bytes, in message: SIPMessage, on hop: Hop
  ) -> (party: Party, isAnswer: Bool, media: [MediaDescription])? {
    let sender = index(ofSenderOf: message)
    let statement = Statement(message, bytes)
    guard participants[sender].isNews(statement, on: hop) else { return nil }
    let isAnswer = isAnswer(message)
    var media = description.media
    if isAnswer, let peer = index(of: message.recipient) {
      for (index, offered) in zip(media.indices, participants[peer].formats) {
        media[index].completeFormats(from: offered)
      }
    }
    participants[sender].remember(media, from: bytes)
    return (participants[sender].party, isAnswer, media)
  }

  /// Takes in an INFO request; nil if it repeats one.
  mutating func receive(info message: SIPMessage) -> Party? {
    let sender = index(ofSenderOf: message)
    guard participants[sender].isNews(info: message.sequenceNumber) else { return nil }
    return participants[sender].party
  }

  /// RFC 3264 over SIP: who describes itself first within a transaction offers (RFC 6337, section 2).
  ///
  /// A response whose request was not seen is held for an answer.
  private func isAnswer(_ message: SIPMessage) -> Bool {
    let isRequest = message.isRequest
    switch message.method {
    case .ack: return true
    case .prack where isRequest:
      return index(of: message.sender).map { participants[$0].invite?.isOffer == false } ?? false
    case .invite where !isRequest:
      guard let peer = index(of: message.recipient), let invite = participants[peer].invite,
        invite.sequenceNumber == message.sequenceNumber
      else { return true }
      return invite.isOffer
    default: return !isRequest
    }
  }

  private func index(of participant: SIPParticipant) -> Int? {
    participants.firstIndex { $0.identity == participant.identity }
  }

  /// Where the sender stands, who is put there first if it has not spoken before.
  private mutating func index(ofSenderOf message: SIPMessage) -> Int {
    if let known = index(of: message.sender) { return known }
    let party: Party =
      if !message.isInitialInvite, let peer = index(of: message.recipient) {
        participants[peer].party.other
      } else {
        message.isRequest ? .caller : .callee
      }
    if participants.count >= SignallingLimits.participants { participants.remove(at: 1) }
    participants.append(Participant(identity: message.sender.identity, party: party))
    return participants.count - 1
  }
}
