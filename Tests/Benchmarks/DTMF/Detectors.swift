import Audio
import Glibc
import TestSupport
import Tones

/// A digit heard; edges where the detector tells them.
struct Heard {
  let digit: DTMFDigit
  var start: Double?
  var end: Double?
}

enum Detectors {
  static func own(_ samples: [Int16], rate: Int, lost: [Range<Int>] = []) -> [Heard] {
    var detector = DTMFDetector(sampleRate: rate)
    var position = 0
    for gap in lost {
      detector.process(samples.span.extracting(position..<gap.lowerBound))
      detector.skip(unknown: gap.count)
      position = gap.upperBound
    }
    detector.process(samples.span.extracting(position..<samples.count))
    detector.finish()
    return detector.takeDigits().map {
      Heard(digit: $0.digit, start: Double($0.start), end: Double($0.end))
    }
  }

  /// libspandsp's dtmf_rx, 8 kHz.
  static func spandsp(_ samples: [Int16]) -> [Heard] {
    SpanDSP.digits(samples).compactMap { DTMFDigit($0).map { Heard(digit: $0) } }
  }
}

extension Detectors {
  static func misses(_ samples: [Int16], rate: Int) -> [String] {
    var detector = DTMFDetector(sampleRate: rate, explains: true)
    detector.process(samples.span)
    detector.finish()
    return detector.nearMisses.map {
      "\($0.digit) \($0.start)…\($0.end) \($0.rule): \($0.measured) against \($0.limit)"
    }
  }

  /// The program multimon-ng, which wants raw samples at 22,050 Hz in a file.
  static func multimon(_ samples: [Int16]) -> [DTMFDigit] {
    let wide = Talk.resample(samples, from: 8000, to: 22_050)
    let path = "/dev/shm/bench-dtmf-\(getpid()).raw"
    guard let file = unsafe fopen(path, "wb") else { return [] }
    unsafe wide.withUnsafeBytes { bytes in
      _ = unsafe fwrite(bytes.baseAddress, 1, bytes.count, file)
    }
    _ = unsafe fclose(file)
    defer { _ = unsafe unlink(path) }
    guard let output = unsafe popen("multimon-ng -q -a DTMF -t raw \(path) 2>/dev/null", "r") else {
      return []
    }
    defer { unsafe _ = pclose(output) }
    var heard: [DTMFDigit] = []
    var line = [CChar](repeating: 0, count: 256)
    while unsafe line.withUnsafeMutableBufferPointer({
      unsafe fgets($0.baseAddress, 255, output) != nil
    }) {
      let text = String(
        decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      if text.hasPrefix("DTMF: ") {
        heard += text.dropFirst(6).prefix(1).compactMap { DTMFDigit($0) }
      }
    }
    return heard
  }
}
