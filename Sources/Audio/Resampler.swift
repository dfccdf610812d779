internal import CSoxr

/// Converts a stream of PCM to another sample rate, with libsoxr's HQ recipe.
///
/// Sample n of the input stays at its time n / rate: the filter's delay is taken out. In all there
/// come out round(frames * to / from) frames, the same whatever the sizes of the blocks.
@safe
package struct Resampler: ~Copyable, @unchecked Sendable {
  // A resampler of libsoxr keeps no state outside itself, so it may move between threads. Nil where
  // the rates are equal.
  private let state: soxr_t?
  private let from: Int
  private let to: Int
  private let channels: Int
  private var framesIn = 0
  private var framesOut = 0

  /// Converts from one rate to another, in hertz; at most 384 kHz and 255 channels.
  package init(from: Int, to: Int, channels: Int) throws(AudioError) {
    let state = try unsafe Self.make(from, to, channels)
    unsafe self.state = state
    self.from = from
    self.to = to
    self.channels = channels
  }

  deinit {
    if let state = unsafe state { unsafe soxr_delete(state) }
  }

  /// Appends to `output` what can be converted by now of the input so far, channels interleaved.
  ///
  /// Samples after the last whole frame are dropped.
  package mutating func process(
    _ input: Span<Int16>, into output: inout [Int16]
  ) throws(AudioError) {
    let frames = input.count / channels
    framesIn += frames
    guard let state = unsafe state else {
      // Not reserved: that would copy a long output anew for each block.
      for index in 0..<frames * channels { output.append(input[index]) }
      framesOut += frames
      return
    }
    var done = 0
    while done < frames {
      let step = min(frames - done, Self.block)
      let samples = input.extracting(done * channels..<(done + step) * channels)
      let taken = try unsafe run(state, samples, isEnd: false, into: &output)
      guard taken > 0 else { break }
      done += taken
    }
  }

  /// Appends what is left of the stream; the resampler must not be used afterwards.
  package mutating func finish(into output: inout [Int16]) throws(AudioError) {
    guard let state = unsafe state else { return }
    let total = Self.frames(framesIn, from: from, to: to)
    var before = -1
    while framesOut < total, framesOut != before {
      before = framesOut
      _ = try unsafe run(state, [Int16]().span, isEnd: true, into: &output)
    }
    // libsoxr counts the same way; this makes the length a promise of ours.
    if framesOut > total {
      output.removeLast(min(output.count, (framesOut - total) * channels))
    } else {
      output.append(contentsOf: repeatElement(0, count: (total - framesOut) * channels))
    }
    framesOut = total
  }

  /// The frames that `frames` frames become, rounded half up.
  package static func frames(_ frames: Int, from: Int, to: Int) -> Int {
    let (whole, rest) = frames.quotientAndRemainder(dividingBy: max(1, from))
    return whole &* to &+ (2 &* rest &* to &+ from) / (2 &* max(1, from))
  }

  /// Input frames handed over at a time, which bounds the room that output needs.
  private static let block = 16384

  /// Calls libsoxr once and appends what it gives; returns the frames it took.
  private mutating func run(
    _ state: soxr_t, _ input: Span<Int16>, isEnd: Bool, into output: inout [Int16]
  ) throws(AudioError) -> Int {
    var (taken, given) = (0, 0)
    let room = Self.frames(Self.block, from: from, to: to) + 1
    var converted = [Int16](repeating: 0, count: room * channels)
    let frames = input.count / channels
    let failure = unsafe input.withUnsafeBufferPointer { input in
      unsafe converted.withUnsafeMutableBufferPointer { converted in
        unsafe soxr_process(
          state, isEnd ? nil : UnsafeRawPointer(input.baseAddress), frames, &taken,
          converted.baseAddress, room, &given)
      }
    }
    guard unsafe failure == nil else {
      throw .cannotResample(from: from, to: to, reason: unsafe Self.text(failure))
    }
    output.append(contentsOf: converted[..<(given * channels)])
    framesOut += given
    return taken
  }

  private static func make(
    _ from: Int, _ to: Int, _ channels: Int
  ) throws(AudioError) -> soxr_t? {
    guard (1...384_000).contains(from), (1...384_000).contains(to), (1...255).contains(channels)
    else {
      throw .cannotResample(from: from, to: to, reason: "out of range")
    }
    guard from != to else { return nil }
    var format = unsafe soxr_io_spec(SOXR_INT16_I, SOXR_INT16_I)
    // Dither would be seeded by the clock.
    unsafe format.flags = UInt(SOXR_NO_DITHER)
    var quality = unsafe soxr_quality_spec(UInt(SOXR_HQ), 0)
    var runtime = unsafe soxr_runtime_spec(1)
    var failure: soxr_error_t?
    let state = unsafe soxr_create(
      Double(from), Double(to), UInt32(channels), &failure, &format, &quality, &runtime)
    guard unsafe failure == nil, let state = unsafe state else {
      throw .cannotResample(from: from, to: to, reason: unsafe text(failure))
    }
    return unsafe state
  }

  private static func text(_ failure: soxr_error_t?) -> String {
    guard let failure = unsafe failure else { return "no memory" }
    return unsafe String(cString: failure)
  }
}
