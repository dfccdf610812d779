/// AMR and AMR-WB, which differ in their rates and in the sizes of their frames.
enum AMRBand: Sendable {
  case narrow, wide

  var name: String { self == .narrow ? "AMR" : "AMR-WB" }

  /// Hz, of the RTP clock, too.
  var sampleRate: Int { self == .narrow ? 8000 : 16_000 }

  /// Samples in a frame of 20 ms.
  var samples: Int { sampleRate / 50 }

  /// The frame type that describes silence.
  var silence: Int { self == .narrow ? 8 : 9 }

  /// The frame type of no frame at all.
  static let noData = 15

  /// The bits of a frame of that type; nil where there is no such type (RFC 4867, section 4.3.2;
  /// 3GPP TS 26.101, table 1, and TS 26.201, table 2).
  func bits(ofType type: Int) -> Int? {
    switch (self, type) {
    case (_, Self.noData), (.wide, 14): 0
    case (.narrow, 0...8): Self.narrowBits[type]
    case (.wide, 0...9): Self.wideBits[type]
    default: nil
    }
  }

  private static let narrowBits = [95, 103, 118, 134, 148, 159, 204, 244, 39]
  private static let wideBits = [132, 177, 253, 285, 317, 365, 397, 461, 477, 40]
}
