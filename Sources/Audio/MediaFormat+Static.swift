extension MediaFormat {
  /// The format that RFC 3551, tables 4 and 5, assigns to a payload type; nil for all others.
  ///
  /// 19 is in the tables as "reserved", having been comfort noise in RFC 1890's drafts; senders that
  /// use it still mean comfort noise.
  package static func assigned(to payloadType: UInt8) -> MediaFormat? {
    guard Int(payloadType) < assignments.count else { return nil }
    return assignments[Int(payloadType)]
  }

  /// The format that a payload type had which RFC 3551 now reserves; nil for all others.
  ///
  /// 2 was G721 in RFC 1890 and its successor G726-32 in drafts of RFC 3551; it was taken back because
  /// senders disagreed on the order of bits.
  package static func formerlyAssigned(to payloadType: UInt8) -> MediaFormat? {
    payloadType == 2 ? MediaFormat(encodingName: "G726-32", clockRate: 8000) : nil
  }

  /// The payload type that RFC 3551 assigns to the format; nil for all others.
  package var assignedPayloadType: UInt8? {
    let index = Self.assignments.firstIndex {
      $0?.key == key && $0?.clockRate == clockRate && $0?.channels == channels
    }
    return index.map { UInt8($0) }
  }

  private static let assignments: [MediaFormat?] = (0...34).map { (payloadType: UInt8) in
    switch payloadType {
    case 0: MediaFormat(encodingName: "PCMU", clockRate: 8000)
    case 3: MediaFormat(encodingName: "GSM", clockRate: 8000)
    case 4: MediaFormat(encodingName: "G723", clockRate: 8000)
    case 5: MediaFormat(encodingName: "DVI4", clockRate: 8000)
    case 6: MediaFormat(encodingName: "DVI4", clockRate: 16000)
    case 7: MediaFormat(encodingName: "LPC", clockRate: 8000)
    case 8: MediaFormat(encodingName: "PCMA", clockRate: 8000)
    case 9: MediaFormat(encodingName: "G722", clockRate: 8000)
    case 10: MediaFormat(encodingName: "L16", clockRate: 44100, channels: 2)
    case 11: MediaFormat(encodingName: "L16", clockRate: 44100)
    case 12: MediaFormat(encodingName: "QCELP", clockRate: 8000)
    case 13, 19: MediaFormat(encodingName: "CN", clockRate: 8000)
    case 14: MediaFormat(encodingName: "MPA", clockRate: 90000)
    case 15: MediaFormat(encodingName: "G728", clockRate: 8000)
    case 16: MediaFormat(encodingName: "DVI4", clockRate: 11025)
    case 17: MediaFormat(encodingName: "DVI4", clockRate: 22050)
    case 18: MediaFormat(encodingName: "G729", clockRate: 8000)
    case 25: MediaFormat(encodingName: "CelB", clockRate: 90000)
    case 26: MediaFormat(encodingName: "JPEG", clockRate: 90000)
    case 28: MediaFormat(encodingName: "nv", clockRate: 90000)
    case 31: MediaFormat(encodingName: "H261", clockRate: 90000)
    case 32: MediaFormat(encodingName: "MPV", clockRate: 90000)
    case 33: MediaFormat(encodingName: "MP2T", clockRate: 90000)
    case 34: MediaFormat(encodingName: "H263", clockRate: 90000)
    default: nil
    }
  }
}
