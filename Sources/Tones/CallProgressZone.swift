/// The call-progress tones of a country, by their names in ITU-T E.180.
package struct CallProgressZone: Sendable {
  /// The name in Asterisk and FreeSWITCH: two letters of ISO 3166, but uk for gb.
  package let name: String
  /// Where its tones are published.
  package let source: String
  private let tones: [CallProgressTone: String]

  private init(
    _ name: String, dial: String, ringback: String, busy: String, congestion: String, from: String
  ) {
    self.name = name
    source = from
    tones = [.dial: dial, .ringback: ringback, .busy: busy, .congestion: congestion]
  }

  /// The tones and pauses of a signal.
  package func cadence(_ tone: CallProgressTone) -> Cadence? { tones[tone].flatMap { Cadence($0) } }

  /// The zone of that name; gb is uk.
  package static func named(_ name: String) -> CallProgressZone? {
    let name = name.lowercased()
    return all.first { $0.name == (name == "gb" ? "uk" : name) }
  }

  /// Every zone there is, a row each, in the notation of `Cadence`.
  ///
  /// All are as Asterisk's indications.conf has them; the sources are those that it gives, where it
  /// gives one. Where it adds 15 Hz for Japan's ringback, the tone is modulated, as it is heard.
  package static let all: [CallProgressZone] = [
    CallProgressZone(
      "us", dial: "350+440", ringback: "440+480/2000,0/4000", busy: "480+620/500,0/500",
      congestion: "480+620/250,0/250", from: "Asterisk, indications.conf [us]"),
    CallProgressZone(
      "uk", dial: "350+440", ringback: "400+450/400,0/200,400+450/400,0/2000",
      busy: "400/375,0/375", congestion: "400/400,0/350,400/225,0/525", from: "BT SIN 350"),
    CallProgressZone(
      "fr", dial: "440", ringback: "440/1500,0/3500", busy: "440/500,0/500",
      congestion: "440/250,0/250", from: "ITU, tones-0203 (E.180 Supplement 2)"),
    CallProgressZone(
      "de", dial: "425", ringback: "425/1000,0/4000", busy: "425/480,0/480",
      congestion: "425/240,0/240", from: "ITU, tones-0203 (E.180 Supplement 2)"),
    CallProgressZone(
      "it", dial: "425/200,0/200,425/600,0/1000", ringback: "425/1000,0/4000",
      busy: "425/500,0/500", congestion: "425/200,0/200",
      from: "ITU, tones-0203 (E.180 Supplement 2)"),
    CallProgressZone(
      "es", dial: "425", ringback: "425/1500,0/3000", busy: "425/200,0/200",
      congestion: "425/200,0/200,425/200,0/200,425/200,0/600",
      from: "Asterisk, indications.conf [es]"),
    CallProgressZone(
      "au", dial: "413+438", ringback: "413+438/400,0/200,413+438/400,0/2000",
      busy: "425/375,0/375", congestion: "425/375,0/375,420/375,0/375", from: "ACIF S002:2001"),
    CallProgressZone(
      "jp", dial: "400", ringback: "400*15/1000,0/2000", busy: "400/500,0/500",
      congestion: "400/500,0/500", from: "Asterisk, indications.conf [jp]"),
  ]
}

/// The signals that differ from country to country.
package enum CallProgressTone: String, CaseIterable, Sendable {
  case dial, ringback, busy, congestion
}
