import Glibc
import Tones

/// Deviations in every combination of sign and tone.
private func deviated(_ percent: Double, hertz: Double = 0, both: Bool = true)
  -> Property.Maker
{
  { index, random in
    let combination = index / 16 % 8
    let signs: [(Double, Double)] = [
      (1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, -1), (1, -1), (-1, 1),
    ]
    let sign = both ? signs[combination] : signs[combination % 4]
    var signal = Signal(rate: 8000)
    signal.silence(0.09)
    let pair = DTMF.frequencies(of: digits[index % 16])
    var keying = Keying(duration: random.within(0.05...0.1), level: random.within(-20 ... -6))
    keying.low = 1 + sign.0 * (percent / 100 + hertz / pair.low)
    keying.high = 1 + sign.1 * (percent / 100 + hertz / pair.high)
    signal.press(digits[index % 16], keying, &random)
    signal.silence(0.12)
    return (signal, [Law.linear, .mu, .a][index / 128 % 3])
  }
}

private func twisted(_ range: ClosedRange<Double>) -> Property.Maker {
  { index, random in
    presses(
      index, &random,
      tone { [twist = random.within(range)] in
        $0.twist = twist
        $0.duration = 0.05
        $0.level = max($0.level, -18)
      })
  }
}

private func noisy(_ ratio: Double) -> Property.Maker {
  { index, random in
    presses(
      index, &random,
      tone {
        $0.level = -12; $0.duration = 0.06
      }
    ) { signal, random in
      signal.addNoise(power: pairPower(-12) * pow(10, -ratio / 10), &random)
    }
  }
}

private func disturbed(_ frequencies: [Double], _ dB: Double)
  -> Property.Maker
{
  { index, random in
    presses(
      index, &random,
      tone {
        $0.level = -18; $0.duration = 0.06
      }
    ) { signal, random in
      for frequency in frequencies { signal.addTone(frequency, dBm0: -18 + dB, &random) }
    }
  }
}

private func interrupted(_ seconds: Double) -> Property.Maker {
  { index, random in
    presses(index, &random, tone { $0.duration = 0.12 }) { signal, random in
      for press in signal.presses {
        let from = Int(press.start + random.within(0.035...0.065) * 8000)
        signal.mute(from..<from + Int(seconds * 8000))
      }
    }
  }
}

private func lossy(_ told: Bool) -> Property.Maker {
  { index, random in
    presses(
      index, &random, number: 1,
      { random in Keying(duration: random.within(0.2...0.5), level: random.within(-22 ... -5)) }
    ) {
      signal, random in
      guard let press = signal.presses.first else { return }
      let first = Int(press.start + 480) / 160 * 160
      for from in stride(from: first, to: Int(press.end) - 480, by: 640) {
        signal.mute(from..<from + 160)
        if told { signal.lost.append(from..<from + 160) }
      }
    }
  }
}

private func timed(_ duration: Double, pause: Double = 0.08, number: Int = 2, same: Bool = false)
  -> Property.Maker
{
  { index, random in
    var signal = Signal(rate: 8000)
    signal.silence(0.08)
    // Every phase against sub-blocks of any length up to 128 samples.
    signal.samples += [Double](repeating: 0, count: index / 16 * 4 % 128)
    for number in 0..<number {
      let digit = digits[(index + (same ? 0 : 5 * number)) % 16]
      signal.press(digit, Keying(duration: duration, level: random.within(-24 ... -4)), &random)
      signal.silence(pause)
    }
    signal.silence(0.1)
    return (signal, [Law.linear, .mu, .a][index % 3])
  }
}

private func atRate(_ rate: Int) -> Property.Maker {
  { index, random in
    presses(
      index, &random, rate: rate, number: 3, law: .linear,
      tone { $0.duration = max(0.045, $0.duration) })
  }
}

/// Every family, in the order of the table.
package func heardProperties() -> [Property] {
  [8000, 16_000, 44_100, 48_000, 11_025, 22_050, 32_000, 96_000].map { rate in
    Property(name: "16 digits at \(rate) Hz", count: 48, make: atRate(rate))
  } + [
    Property(name: "±1.5 % heard", count: 384, make: deviated(1.5)),
    Property(name: "±1.8 % heard", count: 384, make: deviated(1.8)),
    Property(name: "±(1.5 % + 2 Hz) heard", count: 384, make: deviated(1.5, hertz: 2)),
    Property(
      name: "±3.0 % ignored", goal: 0.99, mustHear: false, count: 384, make: deviated(3.0)),
    Property(
      name: "±3.5 % ignored", mustHear: false, count: 384, make: deviated(3.5)),
    Property(name: "high weaker 0…8 dB", count: 192, make: twisted(-8...0)),
    Property(name: "high stronger 0…4 dB", count: 192, make: twisted(0...4)),
    Property(name: "twist to ±10 dB", isStretch: true, count: 192, make: twisted(-10...10)),
    Property(name: "tone 40 ms heard", count: 512, make: timed(0.040)),
    Property(
      name: "tone 23 ms ignored", mustHear: false, count: 512, make: timed(0.023)),
    Property(
      name: "pause 40 ms, equal digits", count: 256,
      make: timed(0.05, pause: 0.040, number: 3, same: true)),
    Property(
      name: "pause 30 ms, equal digits", count: 256,
      make: timed(0.05, pause: 0.030, number: 3, same: true)),
    Property(name: "interruption 10 ms", count: 192, make: interrupted(0.010)),
    Property(name: "interruption 20 ms", isStretch: true, count: 192, make: interrupted(0.020)),
    Property(name: "20 ms packets lost", count: 96, make: lossy(false)),
    Property(
      name: "… and told so", peers: false, count: 96, make: lossy(true)),
    Property(name: "noise, SNR 12 dB", count: 384, make: noisy(12)),
    Property(name: "noise, SNR 6 dB", goal: 0.99, count: 384, make: noisy(6)),
    Property(name: "noise, SNR 3 dB", goal: 0.9, count: 384, make: noisy(3)),
    Property(name: "dial tone 350 + 440 Hz, equal", count: 96, make: disturbed([350, 440], 0)),
    Property(
      name: "dial tone 350 + 440 Hz, +12 dB", isStretch: true, count: 96,
      make: disturbed([350, 440], 12)),
    Property(name: "dial tone 425 Hz, equal", count: 96, make: disturbed([425], 0)),
    Property(
      name: "dial tone 425 Hz, +12 dB", isStretch: true, count: 96, make: disturbed([425], 12)),
    Property(name: "hum 50, 150 Hz, +6 dB", count: 96, make: disturbed([50, 150], 6)),
    Property(name: "hum 60, 180 Hz, +6 dB", count: 96, make: disturbed([60, 180], 6)),
    Property(name: "DC", count: 96) { index, random in
      presses(index, &random, tone { $0.level = -14 }) { signal, random in
        let offset = random.within(-8000...8000)
        for n in signal.samples.indices { signal.samples[n] += offset }
      }
    },
    Property(name: "echo 5…20 ms, −10 dB", count: 192) { index, random in
      presses(index, &random, tone { $0.duration = 0.05 }) { signal, _ in
        signal.addEcho(delay: [0.005, 0.01, 0.015, 0.02][index / 16 % 4], dB: -10)
      }
    },
    Property(name: "level 0…−36 dBm0", count: 192) { index, random in
      presses(
        index, &random,
        tone { [level = -36.0 + 33 * random.unit()] in
          $0.level = level
          $0.duration = 0.05
        })
    },
    Property(name: "ramps of 5 ms, 60 ms", count: 96) { index, random in
      presses(
        index, &random,
        tone {
          $0.duration = 0.06; $0.ramp = 0.005
        })
    },
  ]
}

/// Speech 15 dB under the tone, in mean power over what is spoken.
package func speechProperty(_ speech: [Int16]) -> Property {
  Property(name: "speech 15 dB under the tone", goal: 0.994, count: 1600) { index, random in
    presses(
      index, &random,
      tone {
        $0.level = -12; $0.duration = 0.1
      }
    ) { signal, random in
      let from = random.below(max(1, speech.count - signal.samples.count))
      let part = speech[from..<min(speech.count, from + signal.samples.count)]
      let power = part.reduce(0) { $0 + Double($1) * Double($1) } / Double(max(1, part.count))
      guard power > 2500 else { return }
      let gain = (pairPower(-12) * pow(10, -1.5) / power).squareRoot()
      for (n, sample) in part.enumerated() { signal.samples[n] += gain * Double(sample) }
    }
  }
}
