import Audio
import Playout
import RTP

extension InboundStream {
  /// Shows an accepted packet of a payload type that nothing names to those who may guess it.
  mutating func noteUnknown(_ payload: Span<UInt8>, _ order: Int64, _ header: PacketHeader) {
    let format = formats[header.format]
    guard format.isUnknown, !header.isTruncated else { return }
    var guess =
      guesses.removeValue(forKey: header.format)
      ?? FormatGuess(format.payloadType, named: format.format)
    guess.receive(order: order, timestamp: header.timestamp, at: header.time)
    // What may be encrypted is looked at when it is opened.
    if protected == nil { guess.look(at: payload, order: order, timestamp: header.timestamp) }
    guesses[header.format] = guess
  }

  /// Names the payload types that nothing named, where the packets themselves leave no doubt.
  ///
  /// A name that more than one codec goes by is that of the one we know, unless most packets last otherwise.
  mutating func guessFormats() {
    for (index, guess) in guesses where formats[index].isUnknown {
      if formats[index].format != nil {
        if let (codec, isMeant) = guess.settled() { formats[index].settle(codec, isMeant: isMeant) }
      } else if let (format, arrival) = guess.best {
        formats[index].resolve(to: format, from: .guess)
        if !audioClocks.contains(where: { $0 > 0 }) { reception.adoptAudio(of: arrival) }
        audioClocks[index] = format.clockRate
      }
    }
    guesses = [:]
  }
}
