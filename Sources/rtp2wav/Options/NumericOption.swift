import ArgumentParser

/// Reads the number of an option, or says what it takes.
func numeric<Number: LosslessStringConvertible & SendableMetatype>(
  _ allowed: String
) -> @Sendable (String) throws -> Number {
  { text in
    guard let number = Number(text) else { throw ValidationError("it takes \(allowed)") }
    return number
  }
}
