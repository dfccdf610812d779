/// Writes one JSON document (RFC 8259) as it comes, so that its length costs no memory.
///
/// Everything is ASCII but for printable text; control characters are escaped, so a document is
/// safe to show on a terminal.
package struct JSONWriter: ~Copyable {
  /// What is finished; only the first `used` bytes count, so that no byte is appended by itself.
  private var buffer = [UInt8](repeating: 0, count: 2 * Self.flushSize)
  private var used = 0
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
    put(UInt8(ascii: "\n"))
    output(buffer.span.extracting(first: used))
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
    put(UInt8(ascii: ":"))
    put(UInt8(ascii: " "))
    isAfterKey = true
  }

  package mutating func value(_ text: String?) {
    separate()
    if let text { quote(text) } else { raw("null") }
  }

  package mutating func value(_ number: Int?) {
    separate()
    guard let number else { return raw("null") }
    if number < 0 { put(UInt8(ascii: "-")) }
    put(decimal: number.magnitude)
  }

  package mutating func value(_ flag: Bool) {
    separate()
    raw(flag ? "true" : "false")
  }

  /// A number rounded to `decimals`; what is not finite is null.
  package mutating func value(_ number: Double?, decimals: Int) {
    separate()
    guard let number, number.isFinite, number.magnitude < 1e15 else { return raw("null") }
    if !put(short: number, decimals: decimals) { raw(Self.text(number, decimals: decimals)) }
  }

  /// A finite number rounded to `decimals`.
  static func text(_ number: Double, decimals: Int) -> String {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    return "\((number * scale).rounded() / scale)"
  }

  @inline(__always)
  private mutating func container(
    _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ inline: Bool,
    _ body: (inout JSONWriter) -> Void
  ) {
    let outer = begin(open, inline)
    body(&self)
    end(close, outer)
  }

  /// Begins a container; returns the depth from which on the one around it is on one line.
  private mutating func begin(_ open: Unicode.Scalar, _ inline: Bool) -> Int {
    separate()
    put(UInt8(ascii: open))
    depth += 1
    let outer = inlineDepth
    if inline { inlineDepth = min(inlineDepth, depth) }
    isFirst = true
    return outer
  }

  private mutating func end(_ close: Unicode.Scalar, _ outer: Int) {
    let isInline = depth >= inlineDepth
    depth -= 1
    inlineDepth = outer
    if !isFirst, !isInline { breakLine() }
    put(UInt8(ascii: close))
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
    let isInline = depth >= inlineDepth
    if !isFirst {
      put(UInt8(ascii: ","))
      if isInline { put(UInt8(ascii: " ")) }
    }
    if !isInline { breakLine() }
    isFirst = false
  }

  private mutating func breakLine() {
    put(UInt8(ascii: "\n"))
    for _ in 0..<2 * depth { put(UInt8(ascii: " ")) }
  }

  private mutating func flush() {
    guard used >= Self.flushSize else { return }
    output(buffer.span.extracting(first: used))
    used = 0
  }
}

extension JSONWriter {
  @inline(__always)
  private mutating func put(_ byte: UInt8) {
    if used == buffer.count { grow(for: 1) }
    buffer[used] = byte
    used &+= 1
  }

  @inline(never)
  private mutating func grow(for count: Int) {
    buffer.append(contentsOf: repeatElement(0, count: max(count, buffer.count)))
  }

  private mutating func raw(_ text: String) {
    _ = copy(text.utf8Span.span) { _ in true }
  }

  /// Adds the bytes, if all of them may stand in the text as they are.
  @inline(__always)
  private mutating func copy(_ bytes: Span<UInt8>, while isPlain: (UInt8) -> Bool) -> Bool {
    if buffer.count &- used < bytes.count { grow(for: bytes.count) }
    var place = used
    var room = buffer.mutableSpan
    for index in bytes.indices {
      let byte = bytes[index]
      guard isPlain(byte) else { return false }
      room[place] = byte
      place &+= 1
    }
    used = place
    return true
  }

  private mutating func quote(_ text: String) {
    put(UInt8(ascii: "\""))
    // Nearly all texts are names of our own; Unicode's properties take long to look up.
    let neededNoEscape = copy(text.utf8Span.span) {
      (0x20..<0x7f).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
    }
    if !neededNoEscape {
      for scalar in text.unicodeScalars { put(scalar) }
    }
    put(UInt8(ascii: "\""))
  }

  @inline(never)
  private mutating func put(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\"", "\\":
      put(UInt8(ascii: "\\"))
      put(UInt8(ascii: scalar))
    case " "..."~":
      put(UInt8(ascii: scalar))
    case _ where scalar.properties.isUnsafeToShow:
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        raw("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
      }
    default:
      raw(String(scalar))
    }
  }

  /// Adds a number in decimal, with zeros in front of it up to `width` digits.
  private mutating func put(decimal number: UInt, width: Int = 1) {
    var divisor: UInt = 1
    var digits = 1
    while digits < width || number / divisor >= 10 {
      divisor *= 10
      digits += 1
    }
    var rest = number
    while divisor > 0 {
      put(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest / divisor))
      rest %= divisor
      divisor /= 10
    }
  }

  /// Adds a number rounded to `decimals` as Swift would describe it, where that is plain decimal;
  /// returns false where it is not.
  ///
  /// Up to 15 digits name one number each, so the shortest that names the number is the rounded one
  /// less its zeros.
  private mutating func put(short number: Double, decimals: Int) -> Bool {
    var scale: UInt = 1
    for _ in 0..<decimals { scale *= 10 }
    let rounded = (number * Double(scale)).rounded()
    guard rounded.magnitude < 1e15, let units = UInt(exactly: rounded.magnitude),
      // What is smaller has an exponent.
      units == 0 || units >= scale / 10_000 + 1
    else { return false }
    if rounded.sign == .minus { put(UInt8(ascii: "-")) }
    put(decimal: units / scale)
    put(UInt8(ascii: "."))
    var fraction = units % scale
    var width = decimals
    while width > 1, fraction % 10 == 0 {
      fraction /= 10
      width -= 1
    }
    put(decimal: fraction, width: width)
    return true
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
