package import Audio

extension Codec {
  /// Whether `format` names an audio codec at all, decodable or not.
  ///
  /// Events, comfort noise, redundancy, fax and video are none.
  package static func isKnown(_ format: MediaFormat) -> Bool {
    let key = format.key
    return registered.contains(key) || all.contains { $0.keys.contains(key) }
  }

  /// Audio codecs of IANA's RTP payload format registry, and common unregistered ones.
  private static let registered: Set<String> = [
    "AC3", "AMR", "AMR-WB", "AMR-WB+", "ATRAC3", "ATRAC-X", "BT16", "BV16", "BV32", "CELT",
    "CODEC2", "DVI4", "EAC3", "EVRC", "EVRC0", "EVRC1", "EVRCB", "EVRCB0", "EVRCB1", "EVRCNW",
    "EVRCNW0", "EVRCNW1", "EVRCWB", "EVRCWB0", "EVRCWB1", "EVS", "G711-0", "G719", "G7221",
    "G723", "G726-16", "G726-24", "G726-32", "G726-40", "AAL2-G726-16", "AAL2-G726-24",
    "AAL2-G726-32", "AAL2-G726-40", "G728", "G729", "G729A", "G729B", "G729AB", "G729D", "G729E",
    "G7291", "GSM", "GSM-EFR", "GSM-HR-08", "ILBC", "IP-MR_V2.5", "IPMR", "ISAC", "L8", "L20",
    "L24", "LPC", "LYRA", "MELP600", "MELP1200", "MELP2400", "MP4A-LATM", "MPA", "MPA-ROBUST",
    "MPEG4-GENERIC", "PCMA-WB", "PCMU-WB", "QCELP", "SILK", "SIREN14", "SMV", "SMV0", "SPEEX",
    "TETRA_ACELP", "TSVCIS", "UEMCLIP", "VDVI", "VMR-WB", "VORBIS", "X-GSM-HR", "X-LPC10",
  ]
}
