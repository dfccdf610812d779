/// Writes one JSON document (RFC 8259) as it comes, so that its length costs no memory.
///
/// Everything is ASCII but for printable text; control characters are escaped, so a document is
/// safe to show on a terminal.
package struct JSONWriter: ~Copyable {
  private var buffer: [UInt8] = []
  private var depth = 0
  private var isFirst = true
  private var isAfterKey = false
  /// Depth from which on everything stays on one line.
  private var inlineDepth = Int.max
  private let output: (Span<UInt8>) -> Void

  private static let flushSize = 65_536

  /// Makes a writer that hands finished bytes to `output`.
  package init(output: @escaping (Span<UInt8>) -> Void) {
    self.output = output
  }

  /// Ends the document with a line end.
  package consuming func finish() {
    buffer.append(UInt8(ascii: "\n"))
    output(buffer.span)
  }

  package mutating func object(inline: Bool = false, _ body: (inout JSONWriter) -> Void) {
    container("{", "}", inline, body)
  }

  package mutating func array(inline: Bool = false, _ body: (inout JSONWriter) -> Void) {
    container("[", "]", inline, body)
  }

  /// Begins a member of an object.
  package mutating func key(_ name: String) {
    separate()
    quote(name)
    buffer.append(contentsOf: ": ".utf8)
    isAfterKey = true
  }

  package mutating func value(_ text: String?) {
    separate()
    if let text { quote(text) } else { raw("null") }
  }

  package mutating func value(_ number: Int?) {
    separate()
    raw(number.map { "\($0)" } ?? "null")
  }

  package mutating func value(_ flag: Bool) {
    separate()
    raw(flag ? "true" : "false")
  }

  /// A number rounded to `decimals`; what is not finite is null.
  package mutating func value(_ number: Double?, decimals: Int) {
    separate()
    guard let number, number.isFinite, number.magnitude < 1e15 else { return raw("null") }
    raw(Self.text(number, decimals: decimals))
  }

  /// A finite number rounded to `decimals`.
  static func text(_ number: Double, decimals: Int) -> String {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    return "\((number * scale).rounded() / scale)"
  }

  private mutating func container(
    _ open: String, _ close: String, _ inline: Bool, _ body: (inout JSONWriter) -> Void
  ) {
    separate()
    raw(open)
    depth += 1
    let outer = inlineDepth
    if inline { inlineDepth = min(inlineDepth, depth) }
    isFirst = true
    body(&self)
    let isInline = depth >= inlineDepth
    depth -= 1
    inlineDepth = outer
    if !isFirst, !isInline { breakLine() }
    raw(close)
    isFirst = false
    flush()
  }

  /// What stands between this value and what comes before it.
  private mutating func separate() {
    if isAfterKey {
      isAfterKey = false
      return
    }
    if depth == 0 { return }
    if !isFirst { raw(depth >= inlineDepth ? ", " : ",") }
    if depth < inlineDepth { breakLine() }
    isFirst = false
  }

  private mutating func breakLine() {
    buffer.append(UInt8(ascii: "\n"))
    buffer.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * 2))
  }

  private mutating func raw(_ text: String) { buffer.append(contentsOf: text.utf8) }

  private mutating func quote(_ text: String) {
    buffer.append(UInt8(ascii: "\""))
    defer { buffer.append(UInt8(ascii: "\"")) }
    // Nearly all texts are names of our own; Unicode's properties take long to look up.
    let needsNoEscape = text.utf8.allSatisfy {
      (0x20..<0x7f).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
    }
    if needsNoEscape { return raw(text) }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\":
        buffer.append(UInt8(ascii: "\\"))
        buffer.append(UInt8(scalar.value))
      case " "..."~":
        buffer.append(UInt8(truncatingIfNeeded: scalar.value))
      case _ where scalar.properties.isUnsafeToShow:
        escape(scalar)
      default:
        buffer.append(contentsOf: String(scalar).utf8)
      }
    }
  }

  private mutating func escape(_ scalar: Unicode.Scalar) {
    for unit in String(scalar).utf16 {
      let digits = String(unit, radix: 16)
      raw("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
    }
  }

  private mutating func flush() {
    guard buffer.count >= Self.flushSize else { return }
    output(buffer.span)
    buffer.removeAll(keepingCapacity: true)
  }
}

extension Unicode.Scalar.Properties {
  /// Whether a terminal may take the character for a command, or hide or reorder text by it.
  package var isUnsafeToShow: Bool {
    switch generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      true
    default: false
    }
  }
}
