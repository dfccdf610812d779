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
  /// Each row was compared with ITU-T E.180 Supplement 2, the list of tones in national networks, as
  /// spandsp's global-tones.xml has it, and with Asterisk's indications.conf. Where they differ, a
  /// comment says which is taken; SUP2 is short for the former.
  package static let all: [CallProgressZone] = [
    CallProgressZone(
      "us", dial: "350+440", ringback: "440+480/2000,0/4000", busy: "480+620/500,0/500",
      congestion: "480+620/250,0/250", from: "E.180 Supplement 2; Asterisk"),
    CallProgressZone(
      "uk", dial: "350+440", ringback: "400+450/400,0/200,400+450/400,0/2000",
      busy: "400/375,0/375", congestion: "400/400,0/350,400/225,0/525",
      from: "E.180 Supplement 2; Asterisk, after BT SIN 350"),
    // SUP2 lists no congestion tone; 330+440 beside 440 for dial.
    CallProgressZone(
      "fr", dial: "440", ringback: "440/1500,0/3500", busy: "440/500,0/500",
      congestion: "440/250,0/250", from: "E.180 Supplement 2; congestion: Asterisk alone"),
    // SUP2 has ringback of analogue exchanges, 1 s in 6 s and others; the ITU's list of 2003, which
    // Asterisk follows, 1 s in 5 s.
    CallProgressZone(
      "de", dial: "425", ringback: "425/1000,0/4000", busy: "425/480,0/480",
      congestion: "425/240,0/240", from: "E.180 Supplement 2; ringback: Asterisk, after ITU 2003"),
    // SUP2 has 0.2 s for busy and nothing for congestion; the ITU's list of 2003 tells them apart.
    CallProgressZone(
      "it", dial: "425/200,0/200,425/600,0/1000", ringback: "425/1000,0/4000",
      busy: "425/500,0/500", congestion: "425/200,0/200",
      from: "E.180 Supplement 2; busy and congestion: Asterisk, after ITU 2003"),
    CallProgressZone(
      "es", dial: "425", ringback: "425/1500,0/3000", busy: "425/200,0/200",
      congestion: "425/200,0/200,425/200,0/200,425/200,0/600", from: "E.180 Supplement 2; Asterisk"),
    // SUP2 has the frequencies before ACIF S002, 400 Hz and about, in the same cadences. Every other
    // burst of congestion is weaker by 10 dB, for which Asterisk, without levels, puts 420 Hz.
    CallProgressZone(
      "au", dial: "413+438", ringback: "413+438/400,0/200,413+438/400,0/2000",
      busy: "425/375,0/375", congestion: "425/375,0/375,425@-10/375,0/375",
      from: "ACIF S002:2001, in Asterisk and FreeSWITCH; cadences: E.180 Supplement 2"),
    // SUP2 has 384+416 Hz for ringback, the side bands of 400 Hz modulated by 16 Hz, as it is heard;
    // Asterisk adds 15 Hz, which no line carries.
    CallProgressZone(
      "jp", dial: "400", ringback: "400*16/1000,0/2000", busy: "400/500,0/500",
      congestion: "400/500,0/500", from: "E.180 Supplement 2; Asterisk"),
  ]
}

/// The signals that differ from country to country.
package enum CallProgressTone: String, CaseIterable, Sendable {
  case dial, ringback, busy, congestion
}
