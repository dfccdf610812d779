package import Audio

/// What comes out of a system under test beside what went in, digit by digit.
package struct LegComparison: Sendable {
  /// A digit in time, on a clock that both legs share.
  package struct Press: Sendable, Equatable {
    package let digit: DTMFDigit
    /// Seconds.
    package let start: Double

    package init(digit: DTMFDigit, start: Double) {
      self.digit = digit
      self.start = start
    }
  }

  /// What became of a digit on its way.
  package enum Outcome: Sendable, Equatable {
    /// It came out; `delay` in seconds.
    case passed(Press, delay: Double)
    case lost(Press)
    case added(Press)
    /// Another digit came out in its place.
    case changed(Press, to: Press)
  }

  /// In order of time.
  package let outcomes: [Outcome]
  /// Presses of both legs beyond the limit, of which nothing is said.
  package let uncompared: Int

  /// Seconds that a digit may take at most, and by which it may seem to come out early.
  private static let longestDelay = 10.0
  private static let earliest = -0.2
  /// Presses that are compared of a leg: the effort grows with the product.
  private static let limit = 2000

  /// Aligns what goes in with what comes out, in order, with the fewest differences.
  package init(input: [Press], output: [Press]) {
    uncompared = max(0, input.count - Self.limit) + max(0, output.count - Self.limit)
    let (input, output) = (Array(input.prefix(Self.limit)), Array(output.prefix(Self.limit)))
    let costs = Self.costs(input, output)
    var outcomes: [Outcome] = []
    var (row, column) = (input.count, output.count)
    while row > 0 || column > 0 {
      let cost = costs[row][column]
      if row > 0, column > 0,
        let step = Self.cost(input[row - 1], output[column - 1]),
        cost == costs[row - 1][column - 1] + step
      {
        (row, column) = (row - 1, column - 1)
        let (before, after) = (input[row], output[column])
        outcomes.append(
          before.digit == after.digit
            ? .passed(before, delay: after.start - before.start) : .changed(before, to: after))
      } else if row > 0, cost == costs[row - 1][column] + 2 {
        row -= 1
        outcomes.append(.lost(input[row]))
      } else {
        column -= 1
        outcomes.append(.added(output[column]))
      }
    }
    self.outcomes = outcomes.reversed()
  }

  /// Digits that came out otherwise than they went in.
  package var differences: Int {
    outcomes.count { if case .passed = $0 { false } else { true } }
  }

  /// The least cost of turning the first presses of one leg into the first of the other.
  private static func costs(_ input: [Press], _ output: [Press]) -> [[Int]] {
    var costs = [Array(stride(from: 0, through: 2 * output.count, by: 2))]
    for row in 0..<input.count {
      var line = [2 * (row + 1)]
      for column in 0..<output.count {
        var best = min(line[column], costs[row][column + 1]) + 2
        if let step = cost(input[row], output[column]) {
          best = min(best, costs[row][column] + step)
        }
        line.append(best)
      }
      costs.append(line)
    }
    return costs
  }

  /// What it costs to take one press for the other; nil where their times do not allow it.
  private static func cost(_ before: Press, _ after: Press) -> Int? {
    guard (earliest...longestDelay).contains(after.start - before.start) else { return nil }
    return before.digit == after.digit ? 0 : 3
  }
}

extension DigitLeg {
  /// The presses that a receiver is to hear, on the leg's timeline; a doubled one is two.
  package var presses: [LegComparison.Press] {
    matches.flatMap { match in
      let press = LegComparison.Press(digit: match.digit, start: match.interval.start)
      return match.status == .doubled
        ? [
          press,
          LegComparison.Press(
            digit: match.digit, start: match.interval.start + (match.startDifference ?? 0)),
        ] : [press]
    }
  }
}
