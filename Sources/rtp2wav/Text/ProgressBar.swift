import Extraction

/// How far the reading is, on one line of stderr.
///
/// The line begins with the program's name, as every line there, and is written anew over itself;
/// its last state stays.
struct ProgressBar {
  private let isShown: Bool
  /// Nil where the line is due at once.
  private var last: ContinuousClock.Instant?
  private var isOnScreen = false
  private static let width = 24

  /// Makes a bar; where it `isEager`, even the shortest job has one.
  init(isShown: Bool, isEager: Bool) {
    self.isShown = isShown
    last = isEager ? nil : .now
  }

  /// Shows the line anew, ten times a second at most.
  mutating func show(_ progress: Extraction.Progress) {
    guard isShown, last.map({ $0.duration(to: .now) > .milliseconds(100) }) ?? true else { return }
    last = .now
    draw(progress)
  }

  /// Shows the last state, where there was one before, and leaves it.
  mutating func finish(_ progress: Extraction.Progress?) {
    guard isOnScreen else { return }
    if let progress { draw(progress) }
    Terminal.showOnError("\n")
  }

  private mutating func draw(_ progress: Extraction.Progress) {
    isOnScreen = true
    var line = "rtp2wav: "
    if let total = progress.total, total > 0 {
      let share = min(1, Double(progress.bytes) / Double(total))
      let filled = Int(share * Double(Self.width))
      line += "[" + String(repeating: "#", count: filled)
      line += String(repeating: ".", count: Self.width - filled) + "] \(Int(share * 100))%  "
    }
    Terminal.showOnError(
      line + "\(progress.packets) packets, \(progress.streams) streams\u{1b}[K\r")
  }
}
