/// Spreads or folds interleaved frames in place: `samples` holds `frames` frames of `from` channels
/// and has room for `to` channels.
package func remix(_ samples: inout [Int16], frames: Int, from: Int, to: Int) {
  if to < from {
    for frame in 0..<frames {
      for channel in 0..<to {
        var sum = 0
        var count = 0
        for source in stride(from: channel, to: from, by: to) {
          sum += Int(samples[frame * from + source])
          count += 1
        }
        samples[frame * to + channel] = Int16(truncatingIfNeeded: sum / count)
      }
    }
  } else if to > from {
    for frame in stride(from: frames - 1, through: 0, by: -1) {
      for channel in stride(from: to - 1, through: 0, by: -1) {
        samples[frame * to + channel] = samples[frame * from + channel % from]
      }
    }
  }
}
