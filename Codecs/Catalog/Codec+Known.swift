package import Audio

extension Codec {
  /// Whether `format` names an audio codec at all, decodable or not.
  ///
  /// Events, comfort noise, redundancy, fax and video are none.
  package static func isKnown(_ format: MediaFormat) -> Bool {
    let key = format.key
    return registered.contains(key) || all.contains { $0.keys.contains(key) }
  }

  /// Audio codecs of IANA's RTP payload format registry that have no row, and common unregistered ones.
  private static let registered: Set<String> = [
    "AC3", "AMR-WB+", "ATRAC3", "ATRAC-X", "BT16", "BV16", "BV32", "CELT", "CODEC2", "EAC3",
    "EVRC", "EVRC0", "EVRC1", "EVRCB", "EVRCB0", "EVRCB1", "EVRCNW", "EVRCNW0", "EVRCNW1",
    "EVRCWB", "EVRCWB0", "EVRCWB1", "EVS", "G711-0", "G719", "G7221", "G728", "G729D",
    "G729E", "G7291", "GSM-EFR", "GSM-HR-08", "IP-MR_V2.5", "IPMR", "ISAC", "LYRA",
    "MELP600", "MELP1200", "MELP2400", "MP4A-LATM", "MPA", "MPA-ROBUST", "MPEG4-GENERIC",
    "PCMA-WB", "PCMU-WB", "QCELP", "SILK", "SIREN14", "SMV", "SMV0", "TETRA_ACELP", "TSVCIS",
    "UEMCLIP", "VMR-WB", "VORBIS", "X-GSM-HR", "X-LPC10",
  ]
}
