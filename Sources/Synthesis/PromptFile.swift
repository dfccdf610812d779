import Audio
import Codecs
import Files
import SoundFile

/// A prompt and the file that it goes to.
package struct PromptFile: Sendable {
  package let path: String
  package let prompt: Prompt
  package let format: PromptFormat
  package let sampleRate: Int
  private let overwrites: Bool

  /// Settles format and rate; nil for those leaves them to the name of the file.
  package init(
    _ path: String, _ prompt: Prompt, format: PromptFormat?, sampleRate: Int?, overwrites: Bool
  ) throws(SynthesisError) {
    let named = PromptFormat.of(path)
    guard let format = format ?? named?.format else {
      throw .argument(
        "\(path): its name does not tell the format; use --format, or an ending among .wav .flac "
          + ".ulaw .alaw .g722 .sln .sln16")
    }
    let only = format.onlyRate ?? (named?.format == format ? named?.sampleRate : nil)
    if let only, let sampleRate, sampleRate != only {
      throw .argument(
        "--rate \(sampleRate): \(path) can have \(only) Hz only, as \(format.rawValue)")
    }
    let rate = sampleRate ?? only ?? 8000
    guard (4000...192_000).contains(rate) else {
      throw .argument("--rate takes 4000 to 192000 Hz")
    }
    self.path = path
    self.prompt = prompt
    self.format = format
    self.sampleRate = rate
    self.overwrites = overwrites
  }

  /// Throws where the file exists and may not be overwritten.
  package func checkOutput() throws(SynthesisError) {
    try SynthesisError.checkOutput(path, overwrites: overwrites)
  }

  /// Renders the prompt and writes the file; on a failure nothing is left behind.
  package func write() throws(SynthesisError) {
    try checkOutput()
    let samples = try prompt.render(sampleRate: sampleRate)
    var file = GrowingFile(path, replaces: overwrites)
    var bytes: [UInt8]?
    switch format {
    case .wav: try write(samples, .wav, to: &file)
    case .flac: try write(samples, .flac, to: &file)
    case .sln, .ulaw, .alaw, .g722: bytes = try raw(samples)
    }
    do throws(FileError) {
      if let bytes { try file.write(bytes.span) }
      try file.complete()
    } catch {
      throw SynthesisError(error)
    }
  }

  private func write(
    _ samples: [Int16], _ container: SoundFileFormat.Container, to file: inout GrowingFile
  ) throws(SynthesisError) {
    let format = SoundFileFormat(container: container, sampleRate: sampleRate, channels: 1)
    do throws(SoundFileError) {
      var writer = try SoundFileWriter(creating: file.part, format: format)
      try writer.write(samples.span)
      try writer.finish()
    } catch {
      if case .cannotCreate(_, let reason) = error {
        // Another run may have made it since it was looked for.
        file.disownPart()
        throw .output("\(path): cannot be created: \(reason)")
      }
      throw .writing("\(error)")
    }
  }

  /// The bytes of a file without a header.
  private func raw(_ samples: [Int16]) throws(SynthesisError) -> [UInt8] {
    switch format {
    case .ulaw: return try encoded(samples, .pcmu)
    case .alaw: return try encoded(samples, .pcma)
    case .g722: return try encoded(samples, .g722)
    case .wav, .flac, .sln:
      var bytes: [UInt8] = []
      bytes.reserveCapacity(2 * samples.count)
      for sample in samples {
        bytes.append(UInt8(truncatingIfNeeded: sample))
        bytes.append(UInt8(truncatingIfNeeded: sample >> 8))
      }
      return bytes
    }
  }

  private func encoded(_ samples: [Int16], _ codec: Codec) throws(SynthesisError) -> [UInt8] {
    var bytes: [UInt8] = []
    do throws(CodecError) {
      var encoder = try codec.makeEncoder(for: codec.format())
      try encoder.encode(samples.span, into: &bytes)
    } catch {
      throw .argument("\(path): \(error)")
    }
    return bytes
  }
}
