/// The names of telephone-events that are no digits.
///
/// IANA's registry "audio/telephone-event event codes": RFC 4733, table 7; RFC 4734; RFC 5244. Codes
/// that those reserve carry the names they had in RFC 2833.
package enum EventName {
  /// What a code stands for; a number where no registry names it.
  package static func of(_ code: UInt8) -> String {
    if let name = names[code] { return name }
    switch code {
    case 128...137: return "MF \(code - 128)"
    case 144...159: return "ABCD signalling state \(bits(code - 144, 4))"
    case 176...190: return "MFC forward signal \(code - 175)"
    case 191...205: return "MFC backward signal \(code - 190)"
    case 206...207: return "A bit signalling state \(bits(code - 206, 1))"
    case 208...211: return "AB bit signalling state \(bits(code - 208, 2))"
    default: return "event \(code)"
    }
  }

  private static func bits(_ value: UInt8, _ count: Int) -> String {
    let text = String(value, radix: 2)
    return String(repeating: "0", count: count - text.count) + text
  }

  private static let names: [UInt8: String] = [
    16: "flash",
    23: "CRdSeg", 24: "CReSeg", 25: "MRdSeg", 26: "MReSeg", 27: "V32AC", 28: "V8bISeg",
    29: "V8bRSeg", 30: "V21L300", 31: "V21H300", 32: "ANS", 33: "/ANS", 34: "ANSam",
    35: "/ANSam", 36: "CNG", 37: "V.21 channel 1 bit 0", 38: "V.21 channel 1 bit 1",
    39: "V.21 channel 2 bit 0", 40: "V.21 channel 2 bit 1", 41: "CRdi", 42: "CRdr", 43: "CRe",
    44: "ESi", 45: "ESr", 46: "MRdi", 47: "MRdr", 48: "MRe", 49: "CT", 52: "ANS2225", 53: "CI",
    54: "V.21 preamble", 55: "V21L110", 56: "B103L300", 57: "V23Main", 58: "V23Back",
    59: "Baud4545", 60: "Baud50", 61: "VBDGen", 62: "XCIMark", 63: "V32AA",
    64: "off hook", 65: "on hook", 66: "dial tone", 67: "PABX internal dial tone",
    68: "special dial tone", 69: "second dial tone", 70: "ringing tone",
    71: "special ringing tone", 72: "busy tone", 73: "congestion tone",
    74: "special information tone", 75: "comfort tone", 76: "hold tone", 77: "record tone",
    78: "caller waiting tone", 79: "call waiting tone", 80: "pay tone",
    81: "positive indication tone", 82: "negative indication tone", 83: "warning tone",
    84: "intrusion tone", 85: "calling card service tone", 86: "payphone recognition tone",
    87: "CPE alerting signal", 88: "off-hook warning tone", 89: "ring",
    96: "acceptance tone", 97: "confirmation tone", 98: "recall dial tone",
    99: "end of three-party service tone", 100: "facilities tone", 101: "line lockout tone",
    102: "number unobtainable tone", 103: "offering tone", 104: "permanent signal tone",
    105: "preemption tone", 106: "queue tone", 107: "refusal tone", 108: "route tone",
    109: "valid tone", 110: "waiting tone", 111: "warning tone, end of period",
    112: "warning tone, PIP", 121: "continuity check tone", 122: "continuity verify tone",
    123: "MF code 11 or KP3P/ST3P", 124: "MF KP or KP1", 125: "MF KP2 or KP2P/ST2P",
    126: "MF ST", 127: "MF code 12 or KP'/STP",
    138: "MF K0 or KP", 139: "MF K1", 140: "MF K2", 141: "MF S0 or ST", 142: "MF S1",
    143: "MF S3", 160: "wink", 161: "wink off", 162: "incoming seizure", 163: "seizure",
    164: "unseize circuit", 165: "continuity test", 166: "default continuity tone",
    167: "continuity tone", 168: "continuity test send", 170: "continuity verified",
    171: "loopback", 172: "milliwatt tone 1000 Hz", 173: "milliwatt tone 1004 Hz",
    174: "metering pulse", 175: "trunk unavailable",
  ]
}
