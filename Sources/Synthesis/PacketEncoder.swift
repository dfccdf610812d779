import Audio
import Codecs
import Tones

/// Encodes the audio of a stream packet by packet.
final class PacketEncoder {
  let payloadType: UInt8
  /// Frames in a packet.
  let frames: Int
  /// The audio, whole packets of it.
  private var samples: [Int16]
  private let sampleRate: Int
  /// How the encoder itself leaves out packets of silence; nil where it does not.
  private let discontinuousTransmission: DiscontinuousTransmission?
  private var encoder: any AudioEncoder & ~Copyable

  /// Renders the audio at the codec's rate; it is lengthened to `seconds` by silence.
  init(
    _ format: MediaFormat, payloadType: UInt8, packetTime: Double, audio: Prompt, seconds: Double
  ) throws(SynthesisError) {
    guard let codec = Codec.codec(for: format), codec.canEncode else {
      throw .argument(
        "--codec \(format.encodingName)/\(format.clockRate): there is no such encoder; there are "
          + Codec.all.filter(\.canEncode).map(\.name).joined(separator: " "))
    }
    sampleRate = codec.sampleRate(for: format)
    frames = Int((packetTime * Double(sampleRate)).rounded())
    let exact = packetTime * Double(sampleRate)
    let length = codec.packetLength(for: format)
    guard (exact - exact.rounded()).magnitude < 1e-6, length.allows(frames) else {
      throw .argument(
        "--ptime \(Quantity.text(packetTime * 1000)): a packet of \(codec.name) cannot last that "
          + "long" + Self.reason(length.choice, exact, sampleRate))
    }
    discontinuousTransmission = codec.discontinuousTransmission.flatMap {
      $0.isOn(in: format) ? $0 : nil
    }
    self.payloadType = payloadType
    do throws(CodecError) {
      encoder = try codec.makeEncoder(for: format)
    } catch {
      throw .argument("--codec \(format.encodingName): \(error)")
    }
    samples = try audio.render(sampleRate: sampleRate)
    let count = max(samples.count, Int((seconds * Double(sampleRate)).rounded(.up)))
    let whole = (count + frames - 1) / frames * frames
    samples += [Int16](repeating: 0, count: whole - samples.count)
  }

  /// Why no packet has `exact` samples, and what there is instead.
  private static func reason(
    _ choice: PacketLength.Choice, _ exact: Double, _ sampleRate: Int
  ) -> String {
    let samples = ": \(Quantity.text(exact)) samples at \(sampleRate) Hz"
    switch choice {
    case .multiples(of: 1): return samples
    case .multiples(let unit): return samples + "; it takes multiples of \(unit)"
    case .only(let lengths):
      let times = lengths.map { Quantity.text(Double($0) * 1000 / Double(sampleRate)) }
      return "; it can \(times.joined(separator: ", ", last: " or ")) ms"
    }
  }

  var packets: Int { samples.count / frames }

  /// Whether the encoder leaves out packets of silence.
  var isDiscontinuous: Bool { discontinuousTransmission != nil }

  /// Whether a payload of `payload(_:)` is silence that the encoder leaves out.
  func leavesOut(_ payload: [UInt8]) -> Bool {
    discontinuousTransmission?.leavesOut(payload) ?? false
  }

  /// Silences the audio under a press, and with `tones` puts its tones there.
  func replace(_ press: DigitPress, tones: Bool) throws(SynthesisError) {
    let range = range(of: press).clamped(to: 0..<samples.count)
    var tone = [Float](repeating: 0, count: range.count)
    if tones {
      let sines = DTMFBurst(level: press.level, twist: press.twist).sines(press.digit)
      guard sines.map(\.peak).reduce(0, +) <= 32_767 else {
        throw .argument(
          "--dtmf: \(press.digit) with level=\(Quantity.text(press.level)),twist="
            + "\(Quantity.text(press.twist)) overloads the audio; lower its level")
      }
      ToneSum(sines).add(to: &tone, 0..<range.count, sampleRate: sampleRate)
    }
    for (index, sample) in zip(range, tone) { samples[index] = Int16(sample.rounded()) }
  }

  /// Whether the whole packet lies within a press.
  func isWithin(_ packet: Int, _ press: DigitPress) -> Bool {
    let range = range(of: press)
    return range.lowerBound <= packet * frames && (packet + 1) * frames <= range.upperBound
  }

  /// Root mean square of a packet, in sample units.
  func strength(_ packet: Int) -> Double {
    let power = samples[packet * frames..<(packet + 1) * frames].reduce(0.0) {
      $0 + Double($1) * Double($1)
    }
    return (power / Double(frames)).squareRoot()
  }

  func payload(_ packet: Int) throws(SynthesisError) -> [UInt8] {
    var payload: [UInt8] = []
    let samples = samples
    do throws(CodecError) {
      try encoder.encode(
        samples.span.extracting(packet * frames..<(packet + 1) * frames), into: &payload)
    } catch {
      throw .argument("\(error)")
    }
    return payload
  }

  private func range(of press: DigitPress) -> Range<Int> {
    let start = Int((press.start * Double(sampleRate)).rounded())
    return start..<max(start, Int((press.end * Double(sampleRate)).rounded()))
  }
}
