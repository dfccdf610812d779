extension JSONWriter {
  @inline(__always)
  mutating func put(_ byte: UInt8) { buffer.append(byte) }

  mutating func raw(_ text: String) { buffer.append(text) { _ in false } }

  mutating func put(_ number: Int) {
    if number < 0 { put(UInt8(ascii: "-")) }
    buffer.append(decimal: number.magnitude)
  }

  mutating func quote(_ text: String) {
    put(UInt8(ascii: "\""))
    // Nearly all texts are plain; Unicode's properties take long to look up.
    let isPlain = buffer.append(text) { byte in
      byte &- 0x20 >= 0x5f || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }
    if !isPlain {
      for scalar in text.unicodeScalars { put(scalar) }
    }
    put(UInt8(ascii: "\""))
  }

  @inline(never)
  mutating func put(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\"", "\\":
      put(UInt8(ascii: "\\"))
      put(UInt8(ascii: scalar))
    case " "..."~":
      put(UInt8(ascii: scalar))
    case _ where scalar.properties.isUnsafeToShow:
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        raw("\\u")
        for _ in digits.count..<4 { put(UInt8(ascii: "0")) }
        raw(digits)
      }
    default:
      raw(String(scalar))
    }
  }

  /// Adds a number rounded to `decimals` as Swift would describe it, where that is plain decimal;
  /// returns false where it is not.
  ///
  /// Up to 15 digits name one number each, so the shortest that names the number is the rounded one
  /// less its zeros.
  mutating func put(short number: Double, decimals: Int) -> Bool {
    var scale: UInt = 1
    for _ in 0..<decimals { scale *= 10 }
    let rounded = (number * Double(scale)).rounded()
    guard rounded.magnitude < 1e15, let units = UInt(exactly: rounded.magnitude),
      // What is smaller has an exponent.
      units == 0 || units >= scale / 10_000 + 1
    else { return false }
    if rounded.sign == .minus { put(UInt8(ascii: "-")) }
    buffer.append(decimal: units / scale)
    put(UInt8(ascii: "."))
    var fraction = units % scale
    var width = decimals
    while width > 1, fraction % 10 == 0 {
      fraction /= 10
      width -= 1
    }
    buffer.append(decimal: fraction, width: width)
    return true
  }
}
