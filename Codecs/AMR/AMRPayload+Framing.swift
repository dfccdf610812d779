internal import Audio

extension AMRPayload {
  /// Reads a payload of whatever framing it fits; nil where that is none.
  ///
  /// What the format says of the framing decides only where that leaves a doubt, as it is often wrong.
  init?(_ payload: Span<UInt8>, _ band: AMRBand, _ format: MediaFormat) {
    var best: AMRPayload?
    var isDoubtful = false
    for framing in Framing.all {
      guard let next = AMRPayload(payload, band, framing) else { continue }
      guard let known = best, next.certainty <= known.certainty else {
        (best, isDoubtful) = (next, false)
        continue
      }
      if next.certainty == known.certainty { isDoubtful = true }
    }
    guard let best else { return nil }
    let said =
      isDoubtful || !best.isClean ? AMRPayload(payload, band, Self.framing(of: format)) : nil
    if let said, said.certainty == best.certainty { self = said } else { self = best }
  }

  /// How much speaks for this framing.
  private var certainty: Int { isClean ? isGood ? 2 : 1 : 0 }

  /// What the format says.
  static func framing(of format: MediaFormat) -> Framing {
    let parameters = FormatParameters(format)
    if parameters.isOn("crc") { return .checked }
    return parameters.isOn("octet-align") ? .octetAligned : .bandwidthEfficient
  }

  /// What the format asks for that is not decoded: frames that are spread over packets, and bytes
  /// sorted by their weight (RFC 4867, section 8.1).
  static func refusal(of format: MediaFormat) -> String? {
    let parameters = FormatParameters(format)
    if parameters["interleaving"] != nil { return "interleaving" }
    return parameters.isOn("robust-sorting") ? "robust-sorting" : nil
  }

  /// That the framing is another than the format says.
  static func remark(
    on payload: Span<UInt8>, _ band: AMRBand, _ format: MediaFormat
  ) -> String? {
    let said = framing(of: format)
    guard let parts = AMRPayload(payload, band, format), parts.framing != said, parts.isClean
    else { return nil }
    return switch parts.framing {
    case .bandwidthEfficient: "its payloads are not octet-aligned, as its fmtp says"
    case .octetAligned where said == .checked: "its payloads have no crc, which its fmtp says"
    case .octetAligned: "its payloads are octet-aligned, which its fmtp does not say"
    case .checked: "its payloads have a crc, which its fmtp does not say"
    case .iuUP: nil
    }
  }
}
