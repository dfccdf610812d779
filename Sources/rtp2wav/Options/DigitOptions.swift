import ArgumentParser
import Synthesis

/// The options of `synth` on digits.
struct DigitOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Digits and when: 1234#@2s,on=100ms,off=100ms,level=-10,twist=2 (repeatable).",
      valueName: "digits@time"))
  var dtmf: [String] = []

  @Option(help: "How digits are sent.")
  var dtmfBy = DigitSignalling.events

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The payload type of telephone-events.", valueName: "n"),
    transform: numeric("0 to 127"))
  var eventPt = 101

  @Flag(help: "Send audio beside events; with --dtmf-by both it is.")
  var audioBesideEvents = false

  @Option(
    help: ArgumentHelp(
      "Break RFC 4733 at a digit, the first if no number is given (repeatable).",
      valueName: "name[@n]"),
    completion: .list(EventFault.allCases.map(\.rawValue)))
  var fault: [String] = []

  /// Adds the digits to the media.
  func apply(to media: MediaOptions) throws -> MediaOptions {
    var media = media
    media.digits = try DigitPress.merged(try dtmf.map { try DigitPress.parse($0) })
    media.signalling = dtmfBy
    media.eventPayloadType = try StreamOptions.payloadType(eventPt, "--event-pt")
    media.sendsAudioBesideEvents = audioBesideEvents || dtmfBy == .both
    guard !media.payloadTypes.contains(media.eventPayloadType) else {
      throw ValidationError("--event-pt \(eventPt) is the audio's payload type")
    }
    for text in fault {
      let (fault, digit) = try EventFault.parse(text)
      guard dtmfBy != .inband, digit <= media.digits.count else {
        throw ValidationError(
          "--fault \(text) needs that digit, by --dtmf, and as an event, by --dtmf-by")
      }
      media.faults[digit, default: []].insert(fault)
    }
    return media
  }
}

extension DigitSignalling: ExpressibleByArgument {}
