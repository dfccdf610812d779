import Audio

/// The streams of one direction of a call, whose digits are matched together.
///
/// Mostly there is one; where events have an SSRC of their own, there are two.
package struct DigitLeg: Sendable {
  /// A stream of the leg.
  package struct Member: Sendable {
    /// Index of the stream in its report.
    package let stream: Int
    package let digits: StreamDigits
    /// Seconds by which its time zero is later than the leg's.
    package let offset: Double

    package init(stream: Int, digits: StreamDigits, offset: Double) {
      self.stream = stream
      self.digits = digits
      self.offset = offset
    }
  }

  /// A match of the leg, seen from one of its streams.
  package struct Share: Sendable, Equatable {
    /// The match with the stream's own indices, on its own timeline.
    package let match: DigitMatch
    /// The other stream and the index in its list, where tone and event are not in one stream.
    package let partner: Partner?
  }

  /// Where the other half of a match is.
  package struct Partner: Sendable, Equatable {
    package let stream: Int
    package let inband: Int?
    package let event: Int?
  }

  fileprivate struct Place {
    let member: Int
    let index: Int
  }

  package let members: [Member]
  /// On the leg's timeline, with indices over all its streams.
  package let matches: [DigitMatch]
  private let inbandPlaces: [Place]
  private let eventPlaces: [Place]
  private let infoPlaces: [Place]

  package init(_ members: [Member], matcher: DigitMatcher) {
    self.members = members
    let inband = Self.merged(members, \.inband) {
      $0.shifted(by: $1)
    } start: {
      $0.interval.start
    }
    let events = Self.merged(members, \.events) {
      $0.shifted(by: $1)
    } start: {
      $0.interval.start
    }
    let info = Self.merged(members, \.info) {
      $0.shifted(by: $1)
    } start: {
      $0.start
    }
    let remnants = Self.merged(members, \.remnants) {
      ToneRemnant(digit: $0.digit, interval: $0.interval.shifted(by: $1))
    } start: {
      $0.interval.start
    }
    inbandPlaces = inband.map(\.place)
    eventPlaces = events.map(\.place)
    infoPlaces = info.map(\.place)
    matches = matcher.match(
      inband: inband.map(\.value), events: events.map(\.value), info: info.map(\.value),
      remnants: remnants.map(\.value))
  }

  private static func merged<Digit>(
    _ members: [Member], _ list: KeyPath<StreamDigits, [Digit]>,
    shift: (Digit, Double) -> Digit, start: (Digit) -> Double
  ) -> [(value: Digit, place: Place)] {
    members.indices.flatMap { member in
      members[member].digits[keyPath: list].enumerated().map { index, digit in
        (shift(digit, members[member].offset), Place(member: member, index: index))
      }
    }.stableSorted { start($0.value) < start($1.value) }
  }

  /// The matches that a stream takes part in.
  package func shares(of stream: Int) -> [Share] {
    guard let own = members.firstIndex(where: { $0.stream == stream }) else { return [] }
    return matches.compactMap { share($0, of: own) }
  }

  /// The SIP INFO digits that no press stands beside.
  var unmatchedInfo: [DTMFDigit] {
    let matched = Set(matches.compactMap(\.info))
    let places = infoPlaces.indices.filter { !matched.contains($0) }.map { infoPlaces[$0] }
    return places.map { members[$0.member].digits.info[$0.index].digit }
  }

  private func share(_ match: DigitMatch, of own: Int) -> Share? {
    let tone = match.inband.map { inbandPlaces[$0] }
    let event = match.event.map { eventPlaces[$0] }
    let info = match.info.map { infoPlaces[$0] }
    guard [tone, event].contains(where: { $0?.member == own }) else { return nil }
    let other = [tone, event].compactMap { $0 }.first { $0.member != own }
    return Share(
      match: DigitMatch(
        digit: match.digit, status: match.status, inband: tone?.index(in: own),
        event: event?.index(in: own), info: info?.index(in: own),
        startDifference: match.startDifference, durationDifference: match.durationDifference,
        interval: match.interval.shifted(by: -members[own].offset)),
      partner: other.map {
        Partner(
          stream: members[$0.member].stream, inband: tone?.index(in: $0.member),
          event: event?.index(in: $0.member))
      })
  }
}

extension DigitLeg {
  /// The ways that carry digits in any stream of the leg.
  package var ways: [StreamDigits.Way] {
    StreamDigits.Way.allCases.filter { way in members.contains { $0.digits.ways.contains(way) } }
  }
}

extension DigitLeg.Place {
  fileprivate func index(in member: Int) -> Int? { self.member == member ? index : nil }
}

extension InbandDigit {
  fileprivate func shifted(by offset: Double) -> InbandDigit {
    InbandDigit(
      digit: digit, interval: interval.shifted(by: offset), levelLow: levelLow,
      levelHigh: levelHigh, errorLow: errorLow, errorHigh: errorHigh)
  }
}

extension EventDigit {
  fileprivate func shifted(by offset: Double) -> EventDigit {
    EventDigit(
      code: code, interval: interval.shifted(by: offset), volume: volume, packets: packets,
      endPackets: endPackets)
  }
}

extension InfoDigit {
  fileprivate func shifted(by offset: Double) -> InfoDigit {
    InfoDigit(digit: digit, start: start + offset, duration: duration)
  }
}
