import Audio
import Codecs
import TestSupport
import Testing

/// A codec that RFC 3551 names, beside the same codec of libspandsp.
struct Coding: CustomTestStringConvertible, Sendable {
  let name: String
  let kind: SpanDSPCoder.Kind
  /// Samples of a packet.
  let frames: Int

  var testDescription: String { name }
  var format: MediaFormat { MediaFormat(encodingName: name, clockRate: 8000) }

  static let all: [Coding] =
    [
      Coding(name: "GSM", kind: .gsm, frames: 160),
      Coding(name: "LPC", kind: .lpc10, frames: 720),
      Coding(name: "DVI4", kind: .dvi4(variable: false), frames: 160),
      Coding(name: "VDVI", kind: .dvi4(variable: true), frames: 160),
    ] + g726

  static let g726: [Coding] = [16, 24, 32, 40].flatMap { (rate: Int) in
    [false, true].map { highFirst in
      Coding(
        name: (highFirst ? "AAL2-" : "") + "G726-\(rate)",
        kind: .g726(bitrate: Int32(rate * 1000), highFirst: highFirst), frames: 160)
    }
  }

  /// Two seconds of something like a voice, or a square wave or noise of full scale, in packets.
  func packets(_ material: Material) -> [[Int16]] {
    let samples = material.samples(count: 16_000)
    return stride(from: 0, through: samples.count - frames, by: frames).map {
      Array(samples[$0..<$0 + frames])
    }
  }

  func encoded(_ packets: [[Int16]]) throws -> [[UInt8]] {
    let format = format
    guard let codec = Codec.codec(for: format) else { return [] }
    var encoder = try codec.makeEncoder(for: format)
    return try packets.map {
      var payload: [UInt8] = []
      try encoder.encode($0.span, into: &payload)
      return payload
    }
  }
}

enum Material: CaseIterable, Sendable {
  case voice, square, noise, silence

  func samples(count: Int) -> [Int16] {
    var random = Randomness(seed: 8)
    switch self {
    case .voice: return speech(frames: count, channels: 1, rate: 8000)
    case .square: return (0..<count).map { $0 / 9 % 2 == 0 ? 32_767 : -32_768 }
    case .noise: return (0..<count).map { _ in Int16.random(in: .min ... .max, using: &random) }
    case .silence: return [Int16](repeating: 0, count: count)
    }
  }
}
