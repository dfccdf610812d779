/// Makes a sentence of each counter that is not zero: its number, then its text.
func warningSentences<Counters>(
  on counters: Counters,
  _ texts: [(counter: any KeyPath<Counters, Int> & Sendable, text: StaticString)]
) -> [String] {
  texts.compactMap { counter, text in
    counters[keyPath: counter] > 0 ? "\(counters[keyPath: counter]) \(text)" : nil
  }
}
