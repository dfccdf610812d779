package import Audio

/// What one party of a call sends.
package struct MediaOptions: Sendable {
  package var format: MediaFormat
  package var payloadType: UInt8
  /// Seconds of audio in a packet.
  package var packetTime: Double
  /// What the stream begins with; nil for numbers that come from the seed.
  package var ssrc: UInt32?
  package var sequenceNumber: UInt16?
  package var timestamp: UInt32?

  package var digits: [DigitPress] = []
  package var signalling = DigitSignalling.events
  package var eventPayloadType: UInt8 = 101
  /// Whether audio packets are sent while an event is.
  package var sendsAudioBesideEvents = false
  /// Which digits, counted from 1, break which rules.
  package var faults: [Int: Set<EventFault>] = [:]

  package var silence = Silence.send
  /// dBm0 under which a packet is silent.
  package var silenceLevel = -50.0
  package var changes: [Change] = []

  /// What becomes of packets of silence.
  package enum Silence: String, CaseIterable, Sendable {
    case send
    /// Nothing is sent.
    case suppress
    /// Comfort noise is sent in their place now and then (RFC 3389).
    case noise = "cn"
  }

  /// What changes within the stream, from that many seconds on.
  package struct Change: Sendable {
    package enum Kind: Sendable {
      /// The timestamp goes on from another number.
      case timestamp
      /// The sender begins anew: SSRC, sequence number and timestamp.
      case ssrc
      /// Another codec of the same clock.
      case codec(MediaFormat, payloadType: UInt8)
    }

    package let kind: Kind
    package let time: Double

    package init(_ kind: Kind, at time: Double) {
      self.kind = kind
      self.time = time
    }
  }

  package init(_ format: MediaFormat, payloadType: UInt8, packetTime: Double) {
    self.format = format
    self.payloadType = payloadType
    self.packetTime = packetTime
  }

  /// Every format that the stream uses, with its payload type, the first one first.
  var formats: [(payloadType: UInt8, format: MediaFormat)] {
    [(payloadType, format)]
      + changes.compactMap {
        if case .codec(let format, let payloadType) = $0.kind { (payloadType, format) } else { nil }
      }
  }

  /// The payload types of all its audio.
  package var payloadTypes: [UInt8] { formats.map(\.payloadType) }

  /// What comfort noise is sent as: 13 for a clock of 8000 Hz, else the first dynamic type that is free
  /// (RFC 3389, section 4).
  package var noisePayloadType: UInt8 {
    guard format.clockRate != 8000 else { return 13 }
    return (96...127).first { !payloadTypes.contains($0) && $0 != eventPayloadType } ?? 13
  }

  /// Whether there are events, and a payload type for them.
  var usesEvents: Bool { !digits.isEmpty && signalling.usesEvents }
}
