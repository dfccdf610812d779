internal import CSndFile

extension SoundFileFormat {
  /// Whether such a file can be written.
  ///
  /// Libsndfile says so; of a plain WAV it need not be asked, nor even be loaded.
  package var isPossible: Bool {
    guard var info = info else { return false }
    if PlainWAV.canWrite(self) { return true }
    return unsafe sf_format_check(&info) != 0
  }

  /// Whether `container` takes samples of `subtype` at all; FLAC takes no µ-law.
  package static func isPossible(_ container: Container, _ subtype: Subtype) -> Bool {
    SoundFileFormat(container: container, subtype: subtype, sampleRate: 8000, channels: 1)
      .isPossible
  }

  /// The same in libsndfile's terms; nil where the numbers are beyond any format.
  var info: SF_INFO? {
    guard (1...655_350).contains(sampleRate), (1...255).contains(channels) else { return nil }
    var info = SF_INFO()
    info.samplerate = Int32(sampleRate)
    info.channels = Int32(channels)
    info.format = Int32(container.code | subtype.code)
    return info
  }
}

extension SoundFileFormat.Container {
  fileprivate var code: Int {
    switch self {
    case .wav: Int(SF_FORMAT_WAV)
    case .rf64: Int(SF_FORMAT_RF64)
    case .w64: Int(SF_FORMAT_W64)
    case .flac: Int(SF_FORMAT_FLAC)
    case .au: Int(SF_FORMAT_AU)
    }
  }
}

extension SoundFileFormat.Subtype {
  var code: Int {
    switch self {
    case .pcm16: Int(SF_FORMAT_PCM_16)
    case .pcm24: Int(SF_FORMAT_PCM_24)
    case .ulaw: Int(SF_FORMAT_ULAW)
    case .alaw: Int(SF_FORMAT_ALAW)
    case .float: Int(SF_FORMAT_FLOAT)
    }
  }
}
