/// What a format of a stream is to the analysis.
package enum MediaMeaning: Sendable {
  case event(EventFormat)
  case audio(clockRate: Int)
  /// RFC 2198: the blocks' own payload types say what they are.
  case redundancy
  case other

  /// The telephone-event format, where it is one.
  var event: EventFormat? {
    if case .event(let format) = self { format } else { nil }
  }
}

/// A telephone-event format of a stream.
package struct EventFormat: Sendable {
  /// What signalling says of it.
  package enum Negotiation: Sendable, Equatable {
    /// There is no signalling to say anything.
    case unknown
    /// Both sides know it; `codes` are the events that may come, nil where none are listed.
    case negotiated(codes: EventCodes?)
    /// Signalling describes the stream, but not this payload type.
    case missing
  }

  package let payloadType: UInt8
  /// Ticks a second of the durations.
  package let clockRate: Int
  package let negotiation: Negotiation

  package init(payloadType: UInt8, clockRate: Int, negotiation: Negotiation) {
    self.payloadType = payloadType
    self.clockRate = max(1, clockRate)
    self.negotiation = negotiation
  }
}

/// The events that a receiver asks for: `0-15,66` (RFC 4733, section 2.4.1).
package struct EventCodes: Sendable, Equatable {
  private let ranges: [ClosedRange<UInt8>]

  /// Reads the value of an fmtp line; nil where it lists no events.
  package init?(parameters: String) {
    var list = parameters[...]
    if list.lowercased().hasPrefix("events=") { list = list.dropFirst(7) }
    var ranges: [ClosedRange<UInt8>] = []
    for part in list.prefix(while: { $0 != ";" }).split(separator: ",") {
      let bounds = part.split(separator: "-", omittingEmptySubsequences: false).map {
        UInt8($0.filter { $0 != " " })
      }
      guard (1...2).contains(bounds.count), let first = bounds[0],
        let last = bounds[bounds.count - 1], first <= last
      else { return nil }
      ranges.append(first...last)
    }
    guard !ranges.isEmpty else { return nil }
    self.ranges = ranges
  }

  package func contains(_ code: UInt8) -> Bool { ranges.contains { $0.contains(code) } }
}
