import Files

extension SynthesisError {
  /// Makes a sentence of why an output cannot be written, with the option that may help.
  init(_ error: FileError) {
    self =
      switch (error.operation, error.reason) {
      case (_, .noFileName): .argument("\(error)")
      case (_, .exists): .output("\(error); pass --overwrite")
      case (_, .partExists): .output("\(error); remove it, or pass --overwrite")
      case (.write, _): .writing("\(error)")
      default: .output("\(error)")
      }
  }

  /// Throws where an output is taken and may not be overwritten, or never can be.
  static func checkOutput(_ path: String, overwrites: Bool) throws(SynthesisError) {
    do throws(FileError) {
      guard path != "-" else { throw FileError(.open, path, .noFileName) }
      try GrowingFile.check(path, replaces: overwrites)
    } catch {
      throw SynthesisError(error)
    }
  }
}
