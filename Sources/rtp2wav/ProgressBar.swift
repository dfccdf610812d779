import Extraction
import Foundation

/// How far the reading is, on one line of stderr.
struct ProgressBar {
  private let isShown: Bool
  private var last = ContinuousClock.now
  private var isOnScreen = false
  private static let width = 24

  init(isShown: Bool) {
    self.isShown = isShown
  }

  /// Shows the line anew, ten times a second at most.
  mutating func show(_ progress: Extraction.Progress) {
    guard isShown, last.duration(to: .now) > .milliseconds(100) else { return }
    last = .now
    isOnScreen = true
    var line = "\r\u{1b}[K"
    if let total = progress.total, total > 0 {
      let share = min(1, Double(progress.bytes) / Double(total))
      let filled = Int(share * Double(Self.width))
      line += "[" + String(repeating: "#", count: filled)
      line += String(repeating: ".", count: Self.width - filled) + "] \(Int(share * 100))%  "
    }
    line += "\(progress.packets) packets, \(progress.streams) streams"
    FileHandle.standardError.write(Data(line.utf8))
  }

  /// Takes the line away.
  mutating func clear() {
    guard isOnScreen else { return }
    FileHandle.standardError.write(Data("\r\u{1b}[K".utf8))
  }
}
