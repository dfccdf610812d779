internal import Audio
internal import Tones

extension PromptSegment {
  /// Reads a segment: `dtmf:1234#,on=80ms`, `silence:500ms`, `file:hello.wav`.
  package init(parsing text: String) throws(SynthesisError) {
    guard let colon = text.firstIndex(of: ":"), Self.isSegment(text) else {
      throw .argument(
        "'\(text)': unknown segment; segments begin with "
          + Self.kinds.map { $0 + ":" }.joined(separator: " "))
    }
    let kind = String(text[..<colon])
    var options = try SegmentOptions(text, kind: kind, rest: text[text.index(after: colon)...])
    let content = try Self.content(kind, &options)
    self.text = text
    self.content = content
    duration = try Self.duration(of: content, options)
    level = try options.decibels("level")
    let fade = try options.seconds("fade")
    fadeIn = try options.seconds("fadein") ?? fade ?? 0
    fadeOut = try options.seconds("fadeout") ?? fade ?? 0
  }

  private static func content(
    _ kind: String, _ options: inout SegmentOptions
  ) throws(SynthesisError) -> Content {
    let value = options.argument
    switch kind {
    case "dtmf": return try digits(options)
    case "silence":
      guard Quantity.seconds(value) ?? 0 > 0 else {
        throw options.wrong("takes a length above 0, such as 500ms, 2s or 1.5min")
      }
      return .silence
    case "tone": return .tones(try frequencies(value.split(separator: "+"), options))
    case "signal": return try signal(options)
    case "noise":
      guard let noise = Noise(rawValue: String(value)) else {
        throw options.wrong("there is noise:" + names(Noise.allCases.map(\.rawValue)))
      }
      return .noise(noise)
    case "sweep":
      let ends = try frequencies(value.split(separator: "-"), options)
      guard ends.count == 2 else { throw options.wrong("takes two frequencies: 300-3400") }
      guard let course = Sweep.Course(rawValue: options["course"] ?? "linear") else {
        throw options.wrong("course= takes linear or log")
      }
      return .sweep(from: ends[0], to: ends[1], course)
    default:
      guard !value.isEmpty else { throw options.wrong("takes a path") }
      return .file(
        path: String(value), from: try options.seconds("from") ?? 0,
        gain: try options.decibels("gain") ?? 0)
    }
  }

  private static func digits(_ options: SegmentOptions) throws(SynthesisError) -> Content {
    let digits = try DTMFDigit.parse(options.argument, options.wrong)
    let on = try options.seconds("on") ?? 0.1
    guard on > 0 else { throw options.wrong("on= takes more than 0 ms") }
    return .digits(
      digits, on: on, off: try options.seconds("off") ?? 0.1,
      twist: try options.decibels("twist") ?? DTMF.usualTwist)
  }

  private static func signal(_ options: SegmentOptions) throws(SynthesisError) -> Content {
    let name = String(options.argument)
    guard let zone = CallProgressZone.named(options["zone"] ?? "us") else {
      throw options.wrong("zone= takes " + names(CallProgressZone.all.map(\.name)))
    }
    // These are the same in every zone.
    if let line = LineSignal(rawValue: name) { return .line(line) }
    guard let tone = CallProgressTone(rawValue: name), let cadence = zone.cadence(tone) else {
      let all = CallProgressTone.allCases.map(\.rawValue) + LineSignal.allCases.map(\.rawValue)
      throw options.wrong("there is signal:" + names(all))
    }
    return .callProgress(cadence)
  }

  private static func frequencies(
    _ parts: [Substring], _ options: SegmentOptions
  ) throws(SynthesisError) -> [Double] {
    let frequencies = parts.compactMap { Quantity.number($0) }
    guard !parts.isEmpty, parts.count <= 16, frequencies.count == parts.count,
      frequencies.allSatisfy({ (1...96_000).contains($0) })
    else { throw options.wrong("frequencies are in Hz: 440, 440+480, 300-3400") }
    return frequencies
  }

  /// Seconds that the segment lasts, where its options or its content say.
  private static func duration(
    of content: Content, _ options: SegmentOptions
  ) throws(SynthesisError) -> Double? {
    let given = try options.seconds("for")
    guard given ?? 1 > 0 else { throw options.wrong("for= takes more than 0 ms") }
    let seconds: Double? =
      switch content {
      case .digits(let digits, let on, let off, _): Double(digits.count) * (on + off)
      case .silence: Quantity.seconds(options.argument)
      case .callProgress(let cadence): given ?? max(4, 2 * (cadence.period ?? 0))
      case .line(let signal): given ?? signal.usualDuration
      case .file: given
      case .tones, .noise, .sweep: given
      }
    switch content {
    case .tones, .noise, .sweep:
      guard seconds != nil else { throw options.wrong("needs a length, such as for=2s") }
    default: break
    }
    guard seconds ?? 0 <= longest else { throw options.wrong("lasts longer than an hour") }
    return seconds
  }

  private static func names(_ names: [String]) -> String { names.joined(separator: "|") }
}

/// The words of a segment: what it is of, and its `key=value` options.
struct SegmentOptions {
  private static let keys: [String: [String]] = [
    "dtmf": ["on", "off", "level", "twist"], "silence": [],
    "tone": ["for", "level", "fade", "fadein", "fadeout"],
    "signal": ["zone", "for", "level", "fade", "fadein", "fadeout"],
    "noise": ["for", "level", "fade", "fadein", "fadeout"],
    "sweep": ["for", "level", "course", "fade", "fadein", "fadeout"],
    "file": ["from", "for", "gain", "fade", "fadein", "fadeout"],
  ]

  /// What stands before the options.
  let argument: Substring
  private let text: String
  private var values: [String: String] = [:]

  /// Splits what follows the colon of a segment of that kind.
  init(_ text: String, kind: String, rest: Substring) throws(SynthesisError) {
    let keys = Self.keys[kind] ?? []
    var words = rest.split(separator: ",", omittingEmptySubsequences: false)
    self.text = text
    while words.count > 1, let last = words.last, let equals = last.firstIndex(of: "=") {
      let key = String(last[..<equals])
      guard keys.contains(key) else {
        // The path of a file may hold anything.
        if kind == "file" { break }
        throw .argument(
          "'\(text)': unknown option '\(key)='; "
            + (keys.isEmpty
              ? "\(kind): takes none"
              : "\(kind): takes " + keys.map { $0 + "=" }.joined(separator: " ")))
      }
      values[key] = values[key] ?? String(last[last.index(after: equals)...])
      words.removeLast()
    }
    argument = rest[..<(words.last?.endIndex ?? rest.endIndex)]
    if kind != "file", words.count > 1 {
      throw .argument("'\(text)': '\(words[1])' is no option of the form key=value")
    }
  }

  subscript(_ key: String) -> String? { values[key] }

  func seconds(_ key: String) throws(SynthesisError) -> Double? {
    guard let value = values[key] else { return nil }
    guard let seconds = Quantity.seconds(value) else {
      throw wrong("\(key)= takes a length such as 500ms or 2s")
    }
    return seconds
  }

  func decibels(_ key: String) throws(SynthesisError) -> Double? {
    guard let value = values[key] else { return nil }
    guard let decibels = Quantity.decibels(value), (-99...99).contains(decibels) else {
      throw wrong("\(key)= takes decibels such as -9")
    }
    return decibels
  }

  func wrong(_ sentence: String) -> SynthesisError { .argument("'\(text)': \(sentence)") }
}
