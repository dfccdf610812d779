/// Why test media could not be made.
package enum SynthesisError: Error, Equatable, CustomStringConvertible {
  /// An argument makes no sense; the sentence names it and says what is allowed.
  case argument(String)
  /// An input is missing or holds no audio that can be read.
  case input(String)
  /// The output cannot be created, or exists.
  case output(String)
  /// Writing failed on the way.
  case writing(String)
  /// A library that all of the work needs is missing, or refuses.
  case library(String)

  package var description: String {
    switch self {
    case .argument(let text), .input(let text), .output(let text), .writing(let text),
      .library(let text):
      text
    }
  }
}
