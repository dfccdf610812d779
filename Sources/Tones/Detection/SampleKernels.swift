/// The loops that every sample passes, over raw memory: bounds checks would double them.
///
/// Each function checks its range once against the array and touches nothing outside of it.
enum SampleKernels {
  /// The eight Goertzel filters after one sub-block, and the energy of its first difference.
  struct Block {
    var real = SIMD8<Float>()
    var imaginary = SIMD8<Float>()
    /// Sum of (x[n] − x[n−1])²: the cheapest measure that is deaf to DC and hum.
    var differenceEnergy: Float = 0
  }

  /// Runs the filters over two adjacent sub-blocks of `length` samples (a multiple of 8) at `start`.
  ///
  /// Two at a time, because one recurrence alone would wait on its own latency; each result is that
  /// of its sub-block alone. `start` must have a sample before it. Sub-blocks whose effective
  /// value is below `quiet` are taken for silence, unfiltered.
  static func goertzel(
    _ samples: borrowing [Float], at start: Int, length: Int, bank: borrowing GoertzelBank,
    quiet: Float
  ) -> (Block, Block) {
    guard start >= 1, start + 2 * length <= samples.count else { return (Block(), Block()) }
    let coefficient = bank.coefficient
    var a1 = SIMD8<Float>(), a2 = SIMD8<Float>(), b1 = SIMD8<Float>(), b2 = SIMD8<Float>()
    var ea = SIMD8<Float>(), eb = SIMD8<Float>()
    var silentA = false, silentB = false
    unsafe samples.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let first = unsafe base + start
      let second = unsafe first + length
      silentA = unsafe isBelow(quiet, first, count: length)
      silentB = unsafe isBelow(quiet, second, count: length)
      if silentA && silentB { return }
      var index = 0
      while index < length {
        let x = unsafe load(first + index)
        let y = unsafe load(second + index)
        let dx = unsafe x - load(first + index - 1)
        let dy = unsafe y - load(second + index - 1)
        ea += dx * dx
        eb += dy * dy
        for lane in 0..<8 {
          let sa = coefficient * a1 + (SIMD8(repeating: x[lane]) - a2)
          let sb = coefficient * b1 + (SIMD8(repeating: y[lane]) - b2)
          a2 = a1
          a1 = sa
          b2 = b1
          b1 = sb
        }
        index += 8
      }
    }
    return (
      silentA
        ? Block()
        : Block(
          real: a1 - bank.cosine * a2, imaginary: bank.sine * a2, differenceEnergy: ea.sum()),
      silentB
        ? Block()
        : Block(
          real: b1 - bank.cosine * b2, imaginary: bank.sine * b2, differenceEnergy: eb.sum())
    )
  }

  /// Convolves with a symmetric impulse response: `count` outputs from index `start` of `samples` on.
  ///
  /// `taps` is the whole response, of odd length 2m + 1; `samples` must reach m beyond both ends.
  static func filter(
    _ samples: borrowing [Float], from start: Int, count: Int, taps: borrowing [Float],
    into output: inout [Float], at destination: Int
  ) {
    let half = taps.count / 2
    guard half >= 1, start >= half, start + count + half <= samples.count, destination >= 0,
      destination + count <= output.count
    else { return }
    unsafe samples.withUnsafeBufferPointer { source in
      unsafe output.withUnsafeMutableBufferPointer { target in
        guard let base = source.baseAddress, let target = target.baseAddress else { return }
        var index = 0
        // Sixteen outputs at once, and each tap for both of its places.
        while index + 16 <= count {
          let middle = unsafe base + (start + index)
          let centre = taps[half]
          var first = unsafe load(middle) * centre
          var second = unsafe load(middle + 8) * centre
          for tap in 1...half {
            let weight = taps[half + tap]
            first += unsafe (load(middle - tap) + load(middle + tap)) * weight
            second += unsafe (load(middle + 8 - tap) + load(middle + 8 + tap)) * weight
          }
          let to = unsafe UnsafeMutableRawPointer(target + destination + index)
          unsafe to.storeBytes(of: first, as: SIMD8<Float>.self)
          unsafe to.storeBytes(of: second, toByteOffset: 32, as: SIMD8<Float>.self)
          index += 16
        }
        while index < count {
          let window = unsafe base + (start + index - half)
          var sum = unsafe window[half] * taps[half]
          for tap in 1...half {
            sum += unsafe (window[half - tap] + window[half + tap]) * taps[half + tap]
          }
          unsafe target[destination + index] = sum
          index += 1
        }
      }
    }
  }

  /// Writes one channel of `frames` frames to `output` from index `destination` on, as it is.
  static func convert(
    _ samples: Span<Int16>, from frame: Int, frames: Int, channel: Int, of channels: Int,
    into output: inout [Float], at destination: Int
  ) {
    guard frame >= 0, frames > 0, channel >= 0, channel < channels,
      (frame + frames) * channels <= samples.count, destination >= 0,
      destination + frames <= output.count
    else { return }
    unsafe samples.withUnsafeBufferPointer { source in
      unsafe output.withUnsafeMutableBufferPointer { target in
        guard let base = source.baseAddress, let target = target.baseAddress else { return }
        let to = unsafe target + destination
        if channels == 1 {
          let from = unsafe base + frame
          for index in 0..<frames { unsafe to[index] = Float(from[index]) }
        } else {
          let from = unsafe base + (frame * channels + channel)
          for index in 0..<frames { unsafe to[index] = Float(from[index * channels]) }
        }
      }
    }
  }

  /// Copies `count` samples.
  static func copy(
    _ source: borrowing [Float], count: Int, to target: inout [Float], at destination: Int
  ) {
    guard count > 0, count <= source.count, destination >= 0, destination + count <= target.count
    else { return }
    unsafe source.withUnsafeBufferPointer { source in
      unsafe target.withUnsafeMutableBufferPointer { target in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        unsafe (to + destination).update(from: from, count: count)
      }
    }
  }

  /// Moves `count` samples from index `start` to the front.
  static func slide(_ samples: inout [Float], from start: Int, count: Int) {
    guard start >= 0, count > 0, start + count <= samples.count else { return }
    unsafe samples.withUnsafeMutableBufferPointer { samples in
      guard let base = samples.baseAddress else { return }
      unsafe base.update(from: base + start, count: count)
    }
  }

  /// The sum of the products of `taps` and the samples from `start` on.
  static func dot(_ samples: borrowing [Float], at start: Int, taps: borrowing [Float]) -> Float {
    let width = taps.count
    guard start >= 0, start + width <= samples.count else { return 0 }
    return unsafe samples.withUnsafeBufferPointer { source in
      unsafe taps.withUnsafeBufferPointer { taps in
        guard let from = source.baseAddress, let by = taps.baseAddress else { return 0 }
        var sum = SIMD8<Float>()
        var tap = 0
        while tap + 8 <= width {
          sum += unsafe load(from + start + tap) * load(by + tap)
          tap += 8
        }
        var total = sum.sum()
        while tap < width {
          total += unsafe from[start + tap] * by[tap]
          tap += 1
        }
        return total
      }
    }
  }

  /// Whether the mean square is less than that of `limit`.
  @inline(__always)
  private static func isBelow(_ limit: Float, _ samples: UnsafePointer<Float>, count: Int) -> Bool {
    var squares = SIMD8<Float>()
    var index = 0
    while index < count {
      let x = unsafe load(samples + index)
      squares += x * x
      index += 8
    }
    return squares.sum() < limit * limit * Float(count)
  }

  @inline(__always)
  private static func load(_ pointer: UnsafePointer<Float>) -> SIMD8<Float> {
    unsafe UnsafeRawPointer(pointer).loadUnaligned(as: SIMD8<Float>.self)
  }
}
