package import Reporting
package import SoundFile
import Tones

extension DTMFReport.Stream {
  /// Listens to an audio file; one entry a channel.
  ///
  /// A name that ends in `.ulaw`, `.alaw`, `.ul` or `.al` is headerless G.711 at 8000 Hz.
  package static func listen(
    to path: String, shouldStop: () -> Bool = { false }
  ) throws(SoundFileError) -> [DTMFReport.Stream] {
    var reader = try SoundFileReader(openingByName: path)
    let (channels, sampleRate) = (reader.channels, reader.sampleRate)
    var detectors = (0..<channels).map { _ in
      DTMFDetector(sampleRate: sampleRate, explains: true)
    }
    var block = [Int16](repeating: 0, count: 8192 * channels)
    while !shouldStop() {
      var span = block.mutableSpan
      let count = reader.read(into: &span)
      guard count > 0 else { break }
      let samples = block.span.extracting(0..<count * channels)
      for channel in 0..<channels {
        detectors[channel].process(samples, channel: channel, of: channels)
      }
    }
    return (0..<channels).map { channel in
      detectors[channel].finish()
      let misses = detectors[channel].nearMisses
      return DTMFReport.Stream(
        file: path, channel: channel, heard: detectors[channel].takeDigits(), nearMisses: misses,
        sampleRate: sampleRate)
    }
  }
}
