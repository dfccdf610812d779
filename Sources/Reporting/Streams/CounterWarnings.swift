/// The sentences on counters that are not zero: the number, and the words that belong to it.
func warningSentences<Counters>(
  on counters: Counters,
  _ texts: [(counter: any KeyPath<Counters, Int> & Sendable, text: StaticString)]
) -> [String] {
  texts.compactMap { counter, text in
    counters[keyPath: counter] > 0 ? "\(counters[keyPath: counter]) \(text)" : nil
  }
}
