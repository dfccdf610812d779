import ArgumentParser
import Audio
import Codecs

/// The texts and values of the options that follow from the catalog of codecs.
extension StreamOptions {
  static let encoders = Codec.all.filter(\.canEncode)

  /// The codecs that there is an encoder for, as a sentence lists them.
  static func names(_ conjunction: String) -> String {
    encoders.map(\.name).joined(separator: ", ", last: conjunction)
  }

  /// Format parameters that encoders obey.
  static var parameterExamples: String {
    encoders.flatMap(\.encoderParameters).joined(separator: ", ", last: " or ")
  }

  /// Which codecs have a payload type of their own by custom: `111 for opus, `.
  static var usualPayloadTypes: String {
    encoders.filter { $0.dynamicPayloadType != 96 }
      .map { "\($0.dynamicPayloadType) for \($0.name), " }.joined()
  }

  /// Reads `NAME/RATE`, and as rtpmaps have it `NAME/RATE/CHANNELS` where the channels are always
  /// the same.
  static func format(_ text: String, _ parameters: String) throws -> (Codec, MediaFormat) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard let codec = Codec.named(parts[0]), codec.canEncode else {
      throw ValidationError("--codec \(text): there are \(names(" and "))")
    }
    let isMono =
      parts.count <= 2
      || parts.count == 3 && codec.describedChannels.map(String.init) == parts[2]
    guard isMono, let rate = parts.count > 1 ? Int(parts[1]) : codec.clockRates.usual else {
      throw ValidationError("--codec \(text): takes NAME/RATE, one channel")
    }
    guard codec.clockRates.offers(rate) else {
      throw ValidationError(
        "--codec \(text): \(codec.name) cannot have \(rate) Hz; its clock has \(codec.clockRates)")
    }
    return (codec, codec.format(clockRate: rate, parameters: parameters))
  }
}
