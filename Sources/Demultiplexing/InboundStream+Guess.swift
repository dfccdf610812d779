import Audio
import Codecs
package import Playout

extension InboundStream {
  /// Packets that a codec is guessed from.
  package static let guessedPackets = 512
  /// Packets that must agree before a codec is guessed.
  private static let fewestSteps = 20

  /// Names the payload types that nothing named, where the packets themselves leave no doubt:
  /// their framing says how long each lasts, and that is what the timestamps step by.
  ///
  /// A name that more than one codec goes by is that of the one we know, unless most packets last otherwise.
  package mutating func guessFormats(from batch: EncodedBatch) {
    for index in formats.indices where formats[index].isUnknown {
      if let format = formats[index].format, let codec = Codec.codec(for: format) {
        let (agreeing, steps) = Self.steps(batch, index, codec, format)
        formats[index].settle(codec, isMeant: agreeing * 2 >= steps)
        continue
      }
      let guess = Self.guesses(for: formats[index].payloadType).first {
        Self.fits(batch, index, $0.codec, $0.format)
      }
      if let guess { formats[index].resolve(to: guess.format, from: .guess) }
    }
  }

  /// What a payload type may stand for where nothing says: any of the codecs that may be guessed, or
  /// what it stood for once.
  private static func guesses(for payloadType: UInt8) -> [(codec: Codec, format: MediaFormat)] {
    if payloadType >= 96 { return Codec.guesses }
    guard let format = MediaFormat.formerlyAssigned(to: payloadType),
      let codec = Codec.codec(for: format)
    else { return [] }
    return [(codec, format)]
  }

  private static func fits(
    _ batch: EncodedBatch, _ index: Int, _ codec: Codec, _ format: MediaFormat
  ) -> Bool {
    let (agreeing, steps) = steps(batch, index, codec, format)
    return agreeing >= fewestSteps && agreeing * 10 >= steps * 9
  }

  /// From how many packets to the next there is a step, and how many are as long as the payload lasts.
  private static func steps(
    _ batch: EncodedBatch, _ index: Int, _ codec: Codec, _ format: MediaFormat
  ) -> (agreeing: Int, all: Int) {
    let entries = batch.entries
    var agreeing = 0
    var steps = 0
    for (entry, next) in zip(entries, entries.dropFirst())
    where Int(entry.format) == index && next.order == entry.order + 1 {
      let page = batch.page(of: entry)
      let payload = page.span.extracting(entry.range)
      let step = Int(next.timestamp &- entry.timestamp)
      steps += 1
      agreeing += codec.fits(payload, lasting: step, for: format) ? 1 : 0
    }
    return (agreeing, steps)
  }
}
