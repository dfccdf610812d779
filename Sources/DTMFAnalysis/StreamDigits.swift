package import Audio

/// What one stream, or one channel of a file, carries by each way.
package struct StreamDigits: Sendable {
  package var inband: [InbandDigit]
  package var remnants: [ToneRemnant]
  package var events: [EventDigit]
  package var info: [InfoDigit]
  package var findings: [Finding]

  package init(
    inband: [InbandDigit] = [], remnants: [ToneRemnant] = [], events: [EventDigit] = [],
    info: [InfoDigit] = [], findings: [Finding] = []
  ) {
    self.inband = inband
    self.remnants = remnants
    self.events = events
    self.info = info
    self.findings = findings
  }

  /// A way that digits go.
  package enum Way: String, Sendable, CaseIterable {
    case inband = "in-band", events, info = "SIP INFO"
  }

  /// The digits that went one way; events that are no digits are left out.
  package func digits(by way: Way) -> [DTMFDigit] {
    switch way {
    case .inband: inband.map(\.digit)
    case .events: events.compactMap(\.digit)
    case .info: info.map(\.digit)
    }
  }

  /// The ways that carry digits.
  package var ways: [Way] { Way.allCases.filter { !digits(by: $0).isEmpty } }
}
