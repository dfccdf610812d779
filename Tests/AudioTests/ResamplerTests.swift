import Audio
import Testing

@Suite("Resampler")
struct ResamplerTests {
  private static func resample(
    _ input: [Int16], from: Int, to: Int, channels: Int = 1, blocks: [Int] = [.max]
  ) throws -> [Int16] {
    var resampler = try Resampler(from: from, to: to, channels: channels)
    var output = [Int16]()
    var (start, turn) = (0, 0)
    while start < input.count {
      let size = min(blocks[turn % blocks.count], (input.count - start) / channels)
      try resampler.process(
        input.span.extracting(start..<start + size * channels), into: &output)
      start += size * channels
      turn += 1
    }
    try resampler.finish(into: &output)
    return output
  }

  private static func sine(_ frequency: Double, rate: Int, frames: Int) -> [Int16] {
    (0..<frames).map { Int16((8000 * sin(frequency, at: $0, rate: rate)).rounded()) }
  }

  /// A sine without a library for it: the recurrence of a rotation, from Taylor's series.
  private static func sin(_ frequency: Double, at frame: Int, rate: Int) -> Double {
    var phase = (frequency * Double(frame) / Double(rate)).truncatingRemainder(dividingBy: 1)
    if phase > 0.5 { phase -= 1 }
    let angle = phase * 2 * Double.pi
    var (term, sum) = (angle, angle)
    for step in 1...14 {
      term *= -angle * angle / Double(2 * step * (2 * step + 1))
      sum += term
    }
    return sum
  }

  static let rates = [
    (8000, 48000), (48000, 8000), (8000, 16000), (16000, 8000), (44100, 8000), (8000, 44100),
    (8000, 11025), (8000, 7999), (48000, 44100), (8000, 8000), (192_000, 4000), (1, 2),
  ]

  @Test("the length is the input's, rounded", arguments: rates, [0, 1, 3, 160, 1001, 24007])
  func length(rates: (Int, Int), frames: Int) throws {
    let (from, to) = rates
    let output = try Self.resample([Int16](repeating: 100, count: frames), from: from, to: to)
    #expect(output.count == Int((Double(frames) * Double(to) / Double(from)).rounded()))
  }

  @Test("block sizes change nothing", arguments: rates)
  func blocks(from: Int, to: Int) throws {
    let input = Self.sine(440, rate: 8000, frames: 20001)
    let whole = try Self.resample(input, from: from, to: to)
    #expect(try Self.resample(input, from: from, to: to, blocks: [1, 160, 0, 37, 4096]) == whole)
  }

  @Test(
    "a tone stays the same tone at the same time",
    arguments: [(8000, 48000), (48000, 8000), (16000, 44100), (44100, 16000), (8000, 8000)])
  func tone(from: Int, to: Int) throws {
    let output = try Self.resample(Self.sine(1000, rate: from, frames: from), from: from, to: to)
    // The edges are those of a tone that begins and ends at once.
    for frame in to / 20..<output.count - to / 20 {
      #expect(abs(Double(output[frame]) - 8000 * Self.sin(1000, at: frame, rate: to)) < 4)
    }
  }

  @Test("what the lower rate cannot hold is gone")
  func aliases() throws {
    let output = try Self.resample(
      Self.sine(6000, rate: 48000, frames: 48000), from: 48000, to: 8000)
    #expect(output[400..<7600].allSatisfy { abs(Int($0)) <= 1 })
  }

  @Test("channels stay apart")
  func channels() throws {
    let left = Self.sine(500, rate: 8000, frames: 4000)
    let right = Self.sine(700, rate: 8000, frames: 4000)
    let both = zip(left, right).flatMap { [$0, $1] }
    let output = try Self.resample(both, from: 8000, to: 48000, channels: 2, blocks: [333])
    func channel(_ number: Int) -> [Int16] {
      stride(from: number, to: output.count, by: 2).map { output[$0] }
    }
    #expect(channel(0) == (try Self.resample(left, from: 8000, to: 48000)))
    #expect(channel(1) == (try Self.resample(right, from: 8000, to: 48000)))
  }

  @Test("full scale is clipped, not wrapped")
  func clipping() throws {
    let square = (0..<8000).map { $0 / 20 % 2 == 0 ? Int16.max : Int16.min }
    let output = try Self.resample(square, from: 8000, to: 48000)
    // The middle of each half-wave keeps its sign.
    for half in 5..<395 {
      #expect((output[half * 120 + 60] > 20000) == (half % 2 == 0))
    }
    #expect(output.contains(Int16.max))
  }

  @Test(
    "rates and channels out of range throw",
    arguments: [(0, 8000, 1), (8000, -1, 1), (8000, 16000, 0), (1 << 40, 8000, 1), (8000, 8000, 0)])
  func outOfRange(from: Int, to: Int, channels: Int) {
    #expect(throws: AudioError.cannotResample(from: from, to: to, reason: "out of range")) {
      _ = try Self.resample([], from: from, to: to, channels: channels)
    }
  }
}
