/// A voice of sorts: noise over a buzz whose loudness comes and goes, so that coders find speech.
package func speech(frames: Int, channels: Int, rate: Int, seed: UInt64 = 1) -> [Int16] {
  var random = Randomness(seed: seed)
  var samples = [Int16]()
  samples.reserveCapacity(frames * channels)
  for frame in 0..<frames {
    let loud = frame * 5 / rate % 2 == 0 ? 6000 : 2500
    for channel in 0..<channels {
      let period = rate / (110 + 30 * channel)
      let buzz = loud * (2 * (frame % period) - period) / period
      samples.append(Int16(buzz + Int.random(in: -600...600, using: &random)))
    }
  }
  return samples
}
