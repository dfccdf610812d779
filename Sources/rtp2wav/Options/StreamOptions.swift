import ArgumentParser
import Audio
import Codecs
import Synthesis

/// The options of `synth` on the stream itself.
struct StreamOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "\(Self.names(" or ")); with a rate where it has a choice: L16/16000.",
      valueName: "name[/rate]"),
    completion: .list(Self.encoders.map(\.name)))
  var codec = Codec.pcmu.name

  @Option(
    help: ArgumentHelp(
      "The codec's parameters, such as \(Self.parameterExamples).", valueName: "parameters"))
  var fmtp = ""

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Milliseconds of audio in a packet; 20 if not given.", valueName: "ms"),
    transform: numeric("1 to 200 ms"))
  var ptime: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The payload type; RFC 3551's, \(Self.usualPayloadTypes)else 96.", valueName: "n"),
    transform: numeric("0 to 127"))
  var pt: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The SSRC, decimal or 0x hexadecimal.", valueName: "n"))
  var ssrc: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The first sequence number, 0 to 65535.", valueName: "n"))
  var seq: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The first timestamp, 0 to 4294967295.", valueName: "n"))
  var timestamp: String?

  @Option(
    help: ArgumentHelp(
      """
      What becomes of silence: sent, suppressed, or comfort noise (RFC 3389), whose payload type is \
      13, or the first free from 96 on where the clock is not 8000 Hz.
      """))
  var silence = MediaOptions.Silence.send

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The level under which a packet is silent.", valueName: "dbm0"))
  var silenceLevel = "-50"

  @Option(
    help: ArgumentHelp("Let the timestamp jump then (repeatable).", valueName: "time"))
  var resetTimestamp: [String] = []

  @Option(help: ArgumentHelp("Take another SSRC then (repeatable).", valueName: "time"))
  var changeSsrc: [String] = []

  @Option(
    help: ArgumentHelp(
      "Go on with another codec then: PCMA@3s (repeatable).", valueName: "name@time"))
  var changeCodec: [String] = []

  /// The media that these describe.
  func media() throws -> MediaOptions {
    let (codec, format) = try Self.format(codec, fmtp)
    let type = try pt.map { try Self.payloadType($0, "--pt") } ?? codec.payloadType(for: format)
    let milliseconds = ptime ?? codec.packetLength(for: format).usual
    guard (1...200).contains(milliseconds) else {
      throw ValidationError("--ptime takes 1 to 200 ms")
    }
    var media = MediaOptions(format, payloadType: type, packetTime: milliseconds / 1000)
    media.ssrc = try ssrc.map {
      UInt32(truncatingIfNeeded: try Self.number($0, 0xffff_ffff, "--ssrc"))
    }
    media.sequenceNumber = try seq.map {
      UInt16(truncatingIfNeeded: try Self.number($0, 0xffff, "--seq"))
    }
    media.timestamp = try timestamp.map {
      UInt32(truncatingIfNeeded: try Self.number($0, 0xffff_ffff, "--timestamp"))
    }
    media.silence = silence
    guard let level = Quantity.decibels(silenceLevel) else {
      throw ValidationError("--silence-level takes dBm0, such as -50")
    }
    media.silenceLevel = level
    if silence == .noise, let own = codec.discontinuousTransmission {
      throw ValidationError(
        "--silence cn: \(codec.name) has its own silence; pass --fmtp \(own.parameter), "
          + "or --silence suppress")
    }
    media.changes = try changes(format)
    guard silence != .noise || !media.payloadTypes.contains(media.noisePayloadType) else {
      throw ValidationError("--pt \(type) is the payload type of comfort noise")
    }
    return media
  }

  /// What the other party sends: the same codec, other numbers, no digits.
  func reply(to media: MediaOptions) -> MediaOptions {
    var reply = MediaOptions(
      media.format, payloadType: media.payloadType, packetTime: media.packetTime)
    reply.silence = media.silence
    reply.silenceLevel = media.silenceLevel
    reply.eventPayloadType = media.eventPayloadType
    return reply
  }

  private func changes(_ first: MediaFormat) throws -> [MediaOptions.Change] {
    var changes = try resetTimestamp.map {
      MediaOptions.Change(.timestamp, at: try Self.time($0, "--reset-timestamp"))
    }
    changes += try changeSsrc.map {
      MediaOptions.Change(.ssrc, at: try Self.time($0, "--change-ssrc"))
    }
    for change in changeCodec {
      let parts = change.split(separator: "@", omittingEmptySubsequences: false)
      guard parts.count == 2 else { throw ValidationError("--change-codec takes NAME@TIME") }
      let (codec, format) = try Self.format(String(parts[0]), "")
      guard format.clockRate == first.clockRate else {
        throw ValidationError(
          "--change-codec \(change): its clock has \(format.clockRate) Hz, and --codec's "
            + "\(first.clockRate); they must be equal")
      }
      changes.append(
        MediaOptions.Change(
          .codec(format, payloadType: codec.payloadType(for: format)),
          at: try Self.time(String(parts[1]), "--change-codec")))
    }
    return changes.sorted { $0.time < $1.time }
  }

  static func time(_ text: String, _ option: String) throws -> Double {
    guard let seconds = Quantity.seconds(text) else {
      throw ValidationError("\(option) takes a time such as 2s or 500ms, not '\(text)'")
    }
    return seconds
  }

  static func number(_ text: String, _ highest: UInt64, _ option: String) throws -> UInt64 {
    let isHexadecimal = text.lowercased().hasPrefix("0x")
    guard let value = isHexadecimal ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text),
      value <= highest
    else {
      throw ValidationError("\(option) takes 0 to \(highest), decimal or 0x hexadecimal")
    }
    return value
  }

  static func payloadType(_ number: Int, _ option: String) throws -> UInt8 {
    guard (0...127).contains(number), !(72...76).contains(number) else {
      throw ValidationError("\(option) takes 0 to 127, but not 72 to 76, which look like RTCP")
    }
    return UInt8(number)
  }
}

extension MediaOptions.Silence: ExpressibleByArgument {}
