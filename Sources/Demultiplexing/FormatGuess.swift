import Audio
import Codecs
import RTP

/// Tries what a payload type that nothing names may be, packet by packet.
///
/// The packets themselves leave no doubt where their framing says how long each lasts, and that is what the timestamps
/// step by. Each possible codec measures the arrival of the packets by its clock, in case it is the one.
struct FormatGuess {
  private struct Candidate {
    let codec: Codec
    let format: MediaFormat
    var arrival = ReceptionStatistics()
    /// Of the packet before; nil where that was none of the codec.
    var time: PayloadTime?
    var agreeing = 0
  }

  /// Packets that a codec is guessed from.
  static let packets = 512
  /// Packets that must agree before a codec is guessed.
  private static let fewest = 20

  private var candidates: [Candidate]
  private var previous: (order: Int64, timestamp: UInt32)?
  /// From a packet to the next.
  private var steps = 0

  /// A payload type that has a name is only asked whether it is the codec of that name.
  init(_ payloadType: UInt8, named format: MediaFormat?) {
    let known: [(codec: Codec, format: MediaFormat)]
    if let format = format ?? MediaFormat.formerlyAssigned(to: payloadType) {
      known = Codec.codec(for: format).map { [($0, format)] } ?? []
    } else {
      known = payloadType >= 96 ? Codec.guesses : []
    }
    candidates = known.map { Candidate(codec: $0.codec, format: $0.format) }
  }

  /// Measures the arrival of a packet that was accepted, with its capture time in ns.
  mutating func receive(order: Int64, timestamp: UInt32, at time: Int64) {
    for index in candidates.indices {
      candidates[index].arrival.receiveAudio(
        order: order, timestamp: timestamp, clockRate: candidates[index].format.clockRate, at: time)
    }
  }

  /// Looks at the payload of a packet.
  mutating func look(at payload: Span<UInt8>, order: Int64, timestamp: UInt32) {
    let step = previous.flatMap {
      order == $0.order + 1 && steps < Self.packets ? Int(timestamp &- $0.timestamp) : nil
    }
    previous = (order, timestamp)
    steps += step == nil ? 0 : 1
    for index in candidates.indices {
      let (codec, format) = (candidates[index].codec, candidates[index].format)
      guard steps < Self.packets else { continue }
      if let step, candidates[index].time?.mayLast(step) == true { candidates[index].agreeing += 1 }
      candidates[index].time = codec.plausibleTime(of: payload, for: format)
    }
  }

  /// Takes a restart of the sequence numbers.
  mutating func restart() {
    for index in candidates.indices { candidates[index].arrival.restart() }
    previous = nil
  }

  /// The codec that nearly all packets are of; nil where there is none.
  var best: (format: MediaFormat, arrival: ReceptionStatistics)? {
    candidates.first { $0.agreeing >= Self.fewest && $0.agreeing * 10 >= steps * 9 }
      .map { ($0.format, $0.arrival) }
  }

  /// Whether a codec that shares its name is the one that is meant: unless most packets last otherwise.
  func settled() -> (codec: Codec, isMeant: Bool)? {
    candidates.first.map { ($0.codec, $0.agreeing * 2 >= steps) }
  }
}
