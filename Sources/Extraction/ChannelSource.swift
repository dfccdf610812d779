import Audio
import SoundFile

/// One stream's finished file as a part of one channel of a call: mixed to one channel, brought to
/// the call's rate, and read as it is needed.
final class ChannelSource {
  private var reader: SoundFileReader
  private var resampler: Resampler?
  private let channels: Int
  /// The call's frame at which the stream begins.
  let start: Int64
  private var input: [Int16]
  /// Samples that are ready, and how many of them are taken.
  private var ready: [Int16] = []
  private var taken = 0
  private var isAtEnd = false

  private static let blockFrames = 8192

  /// Opens a file whose first `lead` frames of silence stand for nothing.
  init(_ path: String, lead: Int64, start: Int64, sampleRate: Int) throws(ExtractionError) {
    do {
      reader = try SoundFileReader(opening: path)
      channels = reader.channels
      resampler =
        reader.sampleRate == sampleRate
        ? nil : try Resampler(from: reader.sampleRate, to: sampleRate, channels: 1)
    } catch {
      throw .writing("\(error)")
    }
    self.start = start
    input = [Int16](repeating: 0, count: Self.blockFrames * channels)
    skip(lead)
  }

  private func skip(_ frames: Int64) {
    var rest = frames
    while rest > 0 {
      var span = input.mutableSpan
      var part = span._mutatingExtracting(0..<Int(min(rest, Int64(Self.blockFrames))) * channels)
      let count = reader.read(into: &part)
      guard count > 0 else { return }
      rest -= Int64(count)
    }
  }

  /// Adds the samples that fall into the block at `position` to one channel of it; returns whether
  /// there is more to come.
  func add(to block: inout [Int32], channel: Int, of count: Int, at position: Int64) -> Bool {
    let frames = Int64(block.count / count)
    guard start < position + frames else { return true }
    var frame = Int(max(0, start - position))
    while frame < Int(frames) {
      if taken == ready.count, !refill() { return false }
      block[frame * count + channel] += Int32(ready[taken])
      taken += 1
      frame += 1
    }
    return true
  }

  private func refill() -> Bool {
    ready.removeAll(keepingCapacity: true)
    taken = 0
    while ready.isEmpty, !isAtEnd {
      var span = input.mutableSpan
      let count = reader.read(into: &span)
      if count == 0 {
        isAtEnd = true
        try? resampler?.finish(into: &ready)
      } else {
        remix(&input, frames: count, from: channels, to: 1)
        if resampler == nil {
          ready.append(contentsOf: input[..<count])
        } else {
          let samples = input
          try? resampler?.process(samples.span.extracting(0..<count), into: &ready)
        }
      }
    }
    return !ready.isEmpty
  }
}
