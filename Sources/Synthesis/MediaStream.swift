import Audio
internal import Glibc
import Tones

/// Makes the packets that one party sends, as they leave it.
struct MediaStream {
  private let options: MediaOptions
  private let audio: Prompt
  private var random: RandomSource

  /// A stream of that audio; what the options leave open comes from the seed.
  init(_ options: MediaOptions, _ audio: Prompt, seed: UInt64) {
    self.options = options
    self.audio = audio
    random = RandomSource(seed: seed)
  }

  /// Comfort noise is sent anew after that many packets.
  private static let noiseInterval = 10

  /// All packets in the order in which they are sent.
  mutating func packets() throws(SynthesisError) -> [MediaPacket] {
    var packets = events()
    packets += try audioPackets()
    // Events stand first: at the same time they go before audio.
    let order = packets.indices.sorted { (packets[$0].time, $0) < (packets[$1].time, $1) }
    var sorted = order.map { packets[$0] }
    number(&sorted)
    return sorted
  }

  private func events() -> [MediaPacket] {
    guard options.usesEvents else { return [] }
    let maker = EventPackets(
      clockRate: options.format.clockRate, payloadType: options.eventPayloadType,
      step: options.packetTime)
    return options.digits.indices.flatMap { index in
      maker.packets(
        of: options.digits[index],
        before: index + 1 < options.digits.count ? options.digits[index + 1].start : nil,
        faults: options.faults[index + 1] ?? [])
    }
  }

  private func audioPackets() throws(SynthesisError) -> [MediaPacket] {
    var legs: [(start: Double, encoder: PacketEncoder)] = []
    for (start, format) in zip([0] + codecChanges, options.formats) {
      let encoder = try PacketEncoder(
        format.format, payloadType: format.payloadType, packetTime: options.packetTime,
        audio: audio, seconds: (options.digits.last?.end ?? -0.1) + 0.1)
      for press in options.digits where options.signalling.usesTones || mutesEvents {
        try encoder.replace(press, tones: options.signalling.usesTones)
      }
      legs.append((start, encoder))
    }
    var packets: [MediaPacket] = []
    var silent = 0
    var press = 0
    let ticks = options.packetTime * Double(options.format.clockRate)
    for packet in 0..<legs[0].encoder.packets {
      let time = Double(packet) * options.packetTime
      let encoder = (legs.last { $0.start <= time + 1e-9 } ?? legs[0]).encoder
      while press < options.digits.count, options.digits[press].end <= time + 1e-9 { press += 1 }
      if mutesEvents, press < options.digits.count,
        encoder.isWithin(packet, options.digits[press])
      {
        continue
      }
      let tick = Int((Double(packet) * ticks).rounded())
      let strength = encoder.strength(packet)
      if options.silence != .send, strength < limit {
        if options.silence == .noise, silent % Self.noiseInterval == 0 {
          packets.append(
            MediaPacket(
              at: time, tick: tick, payloadType: options.noisePayloadType,
              [Self.noiseLevel(strength)]))
        }
        silent += 1
        continue
      }
      let payload = try encoder.payload(packet)
      if encoder.leavesOut(payload) {
        silent += 1
        continue
      }
      // RFC 3551, section 4.1: only senders that suppress silence mark a talkspurt.
      let suppresses = options.silence != .send || encoder.isDiscontinuous
      let marker = suppresses && (silent > 0 || packets.isEmpty)
      silent = 0
      packets.append(
        MediaPacket(
          at: time, tick: tick, payloadType: encoder.payloadType, marker: marker, payload))
    }
    return packets
  }

  /// Whether events take the place of audio.
  private var mutesEvents: Bool { options.usesEvents && !options.sendsAudioBesideEvents }

  private var codecChanges: [Double] {
    options.changes.compactMap { if case .codec = $0.kind { $0.time } else { nil } }
  }

  /// The root mean square of what is silent.
  private var limit: Double {
    Level(dBm0: options.silenceLevel).sineAmplitude / 2.0.squareRoot()
  }

  /// A level in -dBov (RFC 3389, section 3), 0 being the power of a full-scale square wave.
  private static func noiseLevel(_ strength: Double) -> UInt8 {
    guard strength > 0 else { return 127 }
    return UInt8(max(0, min(127, (-20 * log10(strength / 32_768)).rounded())))
  }

  /// Gives the packets their SSRCs, sequence numbers and timestamps.
  private mutating func number(_ packets: inout [MediaPacket]) {
    var ssrc = options.ssrc ?? UInt32(truncatingIfNeeded: random.next())
    var sequence = options.sequenceNumber ?? UInt16(truncatingIfNeeded: random.next())
    var rolloverCounter: UInt32 = 0
    var offset = options.timestamp ?? UInt32(truncatingIfNeeded: random.next())
    var changes = options.changes.sorted { $0.time < $1.time }[...]
    let stalls = stalls
    for index in packets.indices {
      while let change = changes.first, Double(packets[index].time) >= change.time * 1e9 - 1 {
        changes.removeFirst()
        switch change.kind {
        case .timestamp: offset &+= UInt32(truncatingIfNeeded: random.next() | 0x1000_0000)
        case .ssrc:
          ssrc = UInt32(truncatingIfNeeded: random.next())
          sequence = UInt16(truncatingIfNeeded: random.next())
          rolloverCounter = 0
          offset = UInt32(truncatingIfNeeded: random.next())
        case .codec: break
        }
      }
      var tick = packets[index].tick
      // Ends of the digit itself, which come later, keep its timestamp.
      for stall in stalls where packets[index].tick >= stall.upperBound { tick -= stall.count }
      packets[index].ssrc = ssrc
      packets[index].sequenceNumber = sequence
      packets[index].rolloverCounter = rolloverCounter
      packets[index].timestamp = offset &+ UInt32(truncatingIfNeeded: tick)
      sequence &+= 1
      if sequence == 0 { rolloverCounter &+= 1 }
    }
  }

  /// The digits, in ticks, during which the clock of a faulty sender stands still.
  private var stalls: [Range<Int>] {
    let clock = Double(options.format.clockRate)
    return options.digits.indices.filter {
      options.faults[$0 + 1]?.contains(.audioTimestampStalled) == true
    }.map {
      let press = options.digits[$0]
      return Int((press.start * clock).rounded())..<Int((press.end * clock).rounded())
    }
  }
}
