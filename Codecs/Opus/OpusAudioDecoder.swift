internal import COpus

/// Owns a decoder of libopus, which keeps no state outside it and may move between threads.
@safe
struct OpusAudioDecoder: AudioDecoder, ~Copyable, @unchecked Sendable {
  /// 2.5 ms, of which every request to libopus is a multiple.
  private static let quantum = 120

  /// What of libopus is called.
  private enum API { case single, multistream }

  private let api: API
  private let state: OpaquePointer
  private let channels: Int
  /// After a CELT frame libopus conceals where it was asked for redundancy.
  private var lastMode = OpusPacket.Mode.celt

  init(channels: Int) throws(CodecError) {
    guard let count = Int32(exactly: channels),
      let state = unsafe opus_decoder_create(48000, count, nil)
    else { throw .noDecoder(codec: "opus", channels: channels) }
    unsafe self.state = state
    (self.channels, api) = (channels, .single)
  }

  /// Makes one for several streams a packet.
  init(_ layout: OpusChannelLayout) throws(CodecError) {
    guard
      let state = unsafe opus_multistream_decoder_create(
        48000, Int32(layout.mapping.count), Int32(layout.streams), Int32(layout.coupled),
        layout.mapping, nil)
    else { throw .noDecoder(codec: "multiopus", channels: layout.mapping.count) }
    unsafe self.state = state
    (channels, api) = (layout.mapping.count, .multistream)
  }

  deinit {
    switch api {
    case .single: unsafe opus_decoder_destroy(state)
    case .multistream: unsafe opus_multistream_decoder_destroy(state)
    }
  }

  mutating func decode(
    _ payload: Span<UInt8>, into pcm: inout MutableSpan<Int16>
  ) throws(CodecError) -> Int {
    guard !payload.isEmpty else { return 0 }
    guard let packet = OpusPacket(payload) else { throw .damagedPayload(codec: "opus") }
    guard pcm.count / channels >= packet.frames else { throw .noRoom(codec: "opus") }
    guard let frames = run(payload, frames: packet.frames, into: &pcm) else {
      throw .damagedPayload(codec: "opus")
    }
    lastMode = packet.mode
    return frames
  }

  mutating func conceal(frames: Int, into pcm: inout MutableSpan<Int16>) -> Int {
    let frames = max(0, min(frames, pcm.count / channels))
    let whole = frames - frames % Self.quantum
    var done = 0
    while done < whole {
      // libopus takes stack in proportion to what is asked for.
      let step = min(whole - done, OpusPacket.maximumFrames)
      guard let count = run([UInt8]().span, frames: step, into: &pcm, at: done), count > 0 else {
        break
      }
      done += count
    }
    if done == whole, done < frames {
      done += concealTail(frames - done, at: done, into: &pcm)
    }
    for index in done * channels..<frames * channels { pcm[index] = 0 }
    return frames
  }

  mutating func recover(
    frames: Int, from next: Span<UInt8>, into pcm: inout MutableSpan<Int16>
  ) -> Int? {
    guard api == .single, lastMode != .celt, OpusPacket.carriesRedundancy(next),
      let carried = OpusPacket(next)?.framesPerOpusFrame,
      frames >= carried, pcm.count / channels >= carried
    else { return nil }
    return run(next, frames: carried, redundancy: true, into: &pcm)
  }

  /// Conceals less than 2.5 ms by concealing 2.5 ms and dropping the rest.
  private mutating func concealTail(
    _ frames: Int, at start: Int, into pcm: inout MutableSpan<Int16>
  ) -> Int {
    var whole = [Int16](repeating: 0, count: Self.quantum * channels)
    var span = whole.mutableSpan
    guard run([UInt8]().span, frames: Self.quantum, into: &span) != nil else {
      return 0
    }
    for index in 0..<frames * channels { pcm[start * channels + index] = whole[index] }
    return frames
  }

  /// Calls libopus, for which no bytes mean a loss, to write from frame `start` on.
  ///
  /// Nil where it reports an error.
  private mutating func run(
    _ bytes: Span<UInt8>, frames: Int, redundancy: Bool = false,
    into pcm: inout MutableSpan<Int16>, at start: Int = 0
  ) -> Int? {
    guard start >= 0, frames >= 0, start + frames <= pcm.count / channels,
      let room = Int32(exactly: frames), let length = Int32(exactly: bytes.count)
    else { return nil }
    let result = unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe pcm.withUnsafeMutableBufferPointer { pcm in
        guard let pcm = pcm.baseAddress else { return OPUS_BAD_ARG }
        let decode = unsafe api == .single ? opus_decode : opus_multistream_decode
        return unsafe decode(
          state, length == 0 ? nil : bytes.baseAddress, length, pcm + start * channels, room,
          redundancy ? 1 : 0)
      }
    }
    return result < 0 ? nil : Int(result)
  }
}
