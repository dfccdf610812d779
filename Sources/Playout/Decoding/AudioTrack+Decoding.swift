import Audio
import Codecs

extension AudioTrack {
  /// Decodes behind what is taken of the block; returns frames, nil where the payload is damaged.
  mutating func decode(_ payload: Span<UInt8>, behind scratch: inout PlayoutScratch) -> Int? {
    let room = maximumSamples(in: payload.count)
    scratch.reserve(room)
    let start = scratch.used
    var samples = scratch.block.mutableSpan
    var target = samples._mutatingExtracting(start..<start &+ room)
    let count = try? decoder.decode(payload, into: &target)
    noteNoise()
    return count
  }

  /// Keeps what rounding took from the `count` frames that were decoded behind what is taken of the block.
  func keepRemainders(
    of payload: Span<UInt8>, _ count: Int, in scratch: inout PlayoutScratch
  ) {
    guard codec.hasRemainders else { return }
    scratch.reserveRemainders()
    let start = scratch.used
    var remainders = scratch.remainders.mutableSpan
    var target = remainders._mutatingExtracting(start..<start &+ count &* channels)
    codec.remainders(of: payload, into: &target)
  }

  /// Decodes to the packet buffer, in the file's channels; returns frames, nil where the payload is
  /// damaged.
  mutating func decode(
    _ payload: Span<UInt8>, apart scratch: inout PlayoutScratch, fileChannels: Int
  ) -> Int? {
    let room = maximumSamples(in: payload.count)
    scratch.reservePacket(max(room, room / channels * fileChannels))
    var samples = scratch.packet.mutableSpan
    guard let count = try? decoder.decode(payload, into: &samples) else { return nil }
    noteNoise()
    remix(&scratch.packet, frames: count, from: channels, to: fileChannels)
    return count
  }

  /// Decodes to the packet buffer what the packet behind a loss carries of the one lost (RFC 6716,
  /// section 2.1.7); returns frames.
  mutating func recover(
    _ frames: Int, from next: Span<UInt8>, apart scratch: inout PlayoutScratch
  ) -> Int? {
    scratch.reservePacket(frames * channels)
    var samples = scratch.packet.mutableSpan
    return decoder.recover(frames: frames, from: next, into: &samples)
  }

  /// Makes up frames behind what is taken of the block; returns how many.
  mutating func conceal(_ frames: Int, behind scratch: inout PlayoutScratch) -> Int {
    scratch.reserve(frames * channels)
    let start = scratch.used
    var samples = scratch.block.mutableSpan
    var target = samples._mutatingExtracting(start..<start + frames * channels)
    return decoder.conceal(frames: frames, into: &target)
  }

  /// Makes up frames in the packet buffer, in the file's channels; returns how many.
  mutating func conceal(
    _ frames: Int, apart scratch: inout PlayoutScratch, fileChannels: Int
  ) -> Int {
    scratch.reservePacket(frames * max(channels, fileChannels))
    var samples = scratch.packet.mutableSpan
    var target = samples._mutatingExtracting(0..<frames * channels)
    let count = decoder.conceal(frames: frames, into: &target)
    remix(&scratch.packet, frames: count, from: channels, to: fileChannels)
    return count
  }

  /// Begins a run of audio that goes to the file at another rate; there is none where that is
  /// impossible.
  mutating func startRun(at frame: Int64, fileRate: Int, channels: Int) {
    resampler = try? Resampler(from: sampleRate, to: fileRate, channels: channels)
    run = resampler == nil ? nil : ResampledRun(start: frame)
  }

  mutating func endRun() {
    resampler = nil
    run = nil
  }

  /// Resamples `frames` frames of the packet buffer.
  mutating func resample(_ frames: Int, of scratch: inout PlayoutScratch, channels: Int) {
    var resampled: [Int16] = []
    swap(&resampled, &scratch.resampled)
    resampled.removeAll(keepingCapacity: true)
    let packet = scratch.packet
    try? resampler?.process(packet.span.extracting(0..<frames * channels), into: &resampled)
    run?.input += Int64(frames)
    swap(&resampled, &scratch.resampled)
  }

  /// Ends the resampler's run: what it still holds comes out.
  mutating func finishResampling(into scratch: inout PlayoutScratch) {
    var resampled: [Int16] = []
    swap(&resampled, &scratch.resampled)
    resampled.removeAll(keepingCapacity: true)
    try? resampler?.finish(into: &resampled)
    swap(&resampled, &scratch.resampled)
  }

  /// The timeline's frame at which the run's audio ends, as far as it went in; nil without a run.
  func runEnd(fileRate: Int) -> Int64? {
    guard let run else { return nil }
    return run.start + (run.input * Int64(fileRate) + Int64(sampleRate) / 2) / Int64(sampleRate)
  }
}

extension ComfortNoiseGenerator {
  /// Makes `frames` frames behind what is taken of the block, the same in every channel.
  mutating func generate(_ frames: Int, into scratch: inout PlayoutScratch, channels: Int) {
    scratch.reservePacket(frames * channels)
    var samples = scratch.packet.mutableSpan
    var target = samples._mutatingExtracting(0..<frames)
    generate(into: &target)
    remix(&scratch.packet, frames: frames, from: 1, to: channels)
    scratch.takePacket(frames * channels)
  }
}
