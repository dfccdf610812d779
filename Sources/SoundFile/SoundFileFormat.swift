/// The shape of a sound file: container, coding of the samples, rate and channels.
package struct SoundFileFormat: Hashable, Sendable {
  /// The kind of file.
  package enum Container: String, CaseIterable, Sendable {
    /// RIFF/WAVE, which becomes RF64 when it passes 4 GiB.
    case wav
    /// RF64 (EBU Tech 3306) from the start.
    case rf64
    /// Sony Wave64.
    case w64
    case flac
    /// Sun and NeXT.
    case au
  }

  /// How a sample is coded.
  package enum Subtype: String, CaseIterable, Sendable {
    /// Linear, 16 bits.
    case pcm16
    /// Linear, 24 bits.
    case pcm24
    /// G.711 µ-law.
    case ulaw
    /// G.711 A-law.
    case alaw
    /// IEEE 754 with 32 bits, full scale being ±1.
    case float
  }

  package var container: Container
  package var subtype: Subtype
  /// Frames a second.
  package var sampleRate: Int
  package var channels: Int

  package init(
    container: Container = .wav, subtype: Subtype = .pcm16, sampleRate: Int, channels: Int
  ) {
    self.container = container
    self.subtype = subtype
    self.sampleRate = sampleRate
    self.channels = channels
  }

  /// What a file name of this container ends in, without the dot.
  package var fileExtension: String { container == .rf64 ? "wav" : container.rawValue }

  /// Bytes that a frame takes before any compression.
  var bytesPerFrame: Int {
    switch subtype {
    case .pcm16: 2 * channels
    case .pcm24: 3 * channels
    case .ulaw, .alaw: channels
    case .float: 4 * channels
    }
  }
}
