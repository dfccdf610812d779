import Audio
import Glibc
import TestSupport
import ToneSignals

/// How one detector did on one property.
struct Score {
  var wanted = 0
  var heard = 0
  var false_ = 0

  /// Matches in order: the longest common subsequence.
  mutating func add(_ digits: [DTMFDigit], wanted: [DTMFDigit]) {
    var lengths = [[Int]](
      repeating: [Int](repeating: 0, count: digits.count + 1), count: wanted.count + 1)
    for i in 0..<wanted.count {
      for j in 0..<digits.count {
        lengths[i + 1][j + 1] =
          wanted[i] == digits[j] ? lengths[i][j] + 1 : max(lengths[i][j + 1], lengths[i + 1][j])
      }
    }
    let common = lengths[wanted.count][digits.count]
    self.wanted += wanted.count
    heard += common
    false_ += digits.count - common
  }

  func text(mustHear: Bool) -> String {
    guard wanted > 0 else { return "-" }
    let share =
      mustHear ? Double(heard) / Double(wanted) : 1 - Double(heard + false_) / Double(wanted)
    let value = String(Int((share * 10_000).rounded()))
    let padded = String(repeating: "0", count: max(0, 3 - value.count)) + value
    let text = "\(padded.dropLast(2)).\(padded.suffix(2))"
    return mustHear && false_ > 0 ? "\(text) +\(false_)" : text
  }
}

final class Table {
  private let options: Options
  private var starts: [Double] = []
  private var ends: [Double] = []

  init(_ options: Options) { self.options = options }

  private var peers: Bool { options.peers }
  private var multimon: Bool { options.multimon }
  private var verbose: Bool { options.verbose }

  private func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  private func line(_ cells: [String]) {
    print(pad(cells[0], 34) + cells.dropFirst().map { pad($0, 14) }.joined())
  }

  func head() { line(["property", "goal", "rtp2wav", "spandsp", "multimon-ng"]) }

  func row(_ property: Property) {
    var own = Score(), spandsp = Score(), multi = Score()
    let count = max(16, Int(Double(property.count) * options.scale))
    for index in 0..<count {
      let (signal, law) = property.signal(index, seed: options.seed)
      let samples = signal.pcm(law)
      let wanted = signal.presses.map(\.digit)
      let heard = Detectors.own(samples, rate: signal.rate, lost: signal.lost)
      own.add(heard.map(\.digit), wanted: wanted)
      let correct = heard.map(\.digit) == wanted
      if correct, property.mustHear {
        for (heard, press) in zip(heard, signal.presses) {
          let perMillisecond = Double(signal.rate) / 1000
          if let start = heard.start { starts.append((start - press.start) / perMillisecond) }
          if let end = heard.end { ends.append((end - press.end) / perMillisecond) }
        }
      }
      if verbose, correct != property.mustHear {
        print(
          "  #\(index)", wanted.text, "->",
          heard.map { "\($0.digit)[\(Int($0.start ?? 0)) \(Int($0.end ?? 0))]" },
          signal.presses.map { "[\(Int($0.start)) \(Int($0.end))]" })
        for miss in Detectors.misses(samples, rate: signal.rate) { print("     ", miss) }
      }
      if property.peers, peers || multimon {
        let narrow = Talk.resample(samples, from: signal.rate, to: 8000)
        if peers { spandsp.add(Detectors.spandsp(narrow).map(\.digit), wanted: wanted) }
        if multimon, index < 48 { multi.add(Detectors.multimon(narrow), wanted: wanted) }
      }
    }
    line([
      property.name,
      "\(property.isStretch ? "stretch " : "")\((property.goal * 1000).rounded() / 10) %",
      own.text(mustHear: property.mustHear),
      spandsp.text(mustHear: property.mustHear), multi.text(mustHear: property.mustHear),
    ])
  }

  func edges() {
    for (name, values) in [("start", starts), ("end", ends)] where !values.isEmpty {
      let mean = values.reduce(0, +) / Double(values.count)
      let sorted = values.map { abs($0) }.sorted()
      func quantile(_ q: Double) -> Double { sorted[Int(q * Double(sorted.count - 1))] }
      func round(_ x: Double) -> Double { (x * 100).rounded() / 100 }
      line([
        "\(name) of a digit, ms", "≤ 3 p95",
        "p95 \(round(quantile(0.95))), mean \(round(mean)), p99 \(round(quantile(0.99))), of \(values.count)",
      ])
    }
  }

  /// False digits in what holds none, and speed.
  func talk(_ files: [String]) {
    var random = Randomness(spreading: options.seed &+ 77)
    var own = 0.0, other = 0.0, audio = 0.0
    var ownFalse = 0, spandspFalse = 0
    func run(_ samples: [Int16]) -> (Int, Int) {
      let begin = clock()
      let heard = Detectors.own(samples, rate: 8000)
      let middle = clock()
      let theirs = peers ? Detectors.spandsp(samples).count : 0
      let end = clock()
      own += Double(middle - begin) / 1e6
      other += Double(end - middle) / 1e6
      audio += Double(samples.count) / 8000
      if verbose, !heard.isEmpty {
        print("  ", heard.map { "\($0.digit)[\(Int($0.start ?? 0)) \(Int($0.end ?? 0))]" })
      }
      return (heard.count, theirs)
    }
    for (name, samples) in Talk.signals(&random, minutes: 4 * options.scale) {
      let result = run(samples)
      line(["false: \(name)", "0", String(result.0), peers ? String(result.1) : "-"])
    }
    audio = 0; own = 0; other = 0
    for file in files {
      guard let samples = Talk.wav(file) else { continue }
      let result = run(samples)
      if verbose, result.0 > 0 { print("  in", file) }
      ownFalse += result.0
      spandspFalse += result.1
    }
    if !files.isEmpty {
      line([
        "false: \(files.count) files, \(Int(audio / 60)) min", "0", String(ownFalse),
        peers ? String(spandspFalse) : "-",
      ])
      line([
        "speed on them, × real time", "≥ 21800", String(Int(audio / max(own, 1e-9))),
        peers ? String(Int(audio / max(other, 1e-9))) : "-",
      ])
    }
  }

  /// CPU time on one long recording and on dense digits, the best of three.
  func speed(_ files: [String]) {
    var random = Randomness(spreading: options.seed)
    var dense = Signal(rate: 8000)
    dense.silence(0.1)
    for index in 0..<3000 {
      dense.press(digits[index % 16], Keying(duration: 0.1, level: -10), &random)
      dense.silence(0.1)
    }
    for (name, samples) in [
      ("speech", files.flatMap { Talk.wav($0) ?? [] }), ("100/100 ms digits", dense.pcm(.mu)),
      ("silence", [Int16](repeating: 0, count: 8_000_000)),
    ] where !samples.isEmpty {
      func best(_ body: () -> Void) -> String {
        let times = (0..<3).map { _ in
          let begin = clock()
          body()
          return Double(clock() - begin) / 1e6
        }
        return String(Int(Double(samples.count) / 8000 / max(times.min() ?? 1, 1e-9)))
      }
      line([
        "× real time: \(name)", "≥ 21800", best { _ = Detectors.own(samples, rate: 8000) },
        peers ? best { _ = Detectors.spandsp(samples) } : "-",
      ])
    }
  }
}
