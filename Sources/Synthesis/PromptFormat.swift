/// The kinds of file that a prompt can be.
package enum PromptFormat: String, CaseIterable, Sendable {
  /// RIFF/WAVE with 16-bit samples.
  case wav
  /// G.711 µ-law without a header, as Asterisk plays it.
  case ulaw
  /// G.711 A-law without a header.
  case alaw
  /// G.722 at 64 kbit/s without a header.
  case g722
  /// Signed linear samples, 16 bits, little-endian, without a header.
  case sln
  case flac

  /// The format, and the rate where it implies one, that a file of this name has.
  ///
  /// Asterisk's names for signed linear end in the rate: sln is 8 kHz, sln16 16 kHz. Nil for a name
  /// that says nothing.
  package static func of(_ path: String) -> (format: PromptFormat, sampleRate: Int?)? {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: ".") else { return nil }
    switch name[name.index(after: dot)...].lowercased() {
    case "wav", "wave": return (.wav, nil)
    case "ulaw", "ul", "mulaw": return (.ulaw, 8000)
    case "alaw", "al": return (.alaw, 8000)
    case "g722": return (.g722, 16000)
    case "flac": return (.flac, nil)
    case "sln": return (.sln, nil)
    case let other where other.hasPrefix("sln"):
      return rates[String(other.dropFirst(3))].map { (.sln, $0) }
    default: return nil
    }
  }

  private static let rates = [
    "8": 8000, "12": 12000, "16": 16000, "24": 24000, "32": 32000, "44": 44100, "48": 48000,
    "96": 96000, "192": 192_000,
  ]

  /// The only rate that the format has; nil where any will do.
  package var onlyRate: Int? {
    switch self {
    case .ulaw, .alaw: 8000
    case .g722: 16000
    case .wav, .sln, .flac: nil
    }
  }
}
