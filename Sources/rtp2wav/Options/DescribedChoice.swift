import ArgumentParser

/// The value of an option whose help says in its own sentence what there is to choose from: no list
/// of the values is put behind it, but the shell completes them.
protocol DescribedChoice: ExpressibleByArgument, CaseIterable, RawRepresentable<String> {}

extension DescribedChoice {
  static var allValueStrings: [String] { [] }
  static var defaultCompletionKind: CompletionKind { .list(allCases.map(\.rawValue)) }
}
