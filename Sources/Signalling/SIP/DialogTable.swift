/// The dialogs that are remembered, by Call-ID, within bounds of number and size.
struct DialogTable {
  private let limit: Int
  private let byteLimit: Int
  private var dialogs: [String: Dialog] = [:]
  private var bytes = 0
  /// Call-IDs of dialogs that have ended, oldest first, from `nextEnded` on.
  private var ended: [String] = []
  private var nextEnded = 0
  /// Call-IDs of all dialogs, oldest first, from `nextOldest` on; some are long forgotten.
  private var all: [String] = []
  private var nextOldest = 0

  init(
    limit: Int = SignallingLimits.dialogs, byteLimit: Int = SignallingLimits.dialogBytes
  ) {
    self.limit = limit
    self.byteLimit = byteLimit
  }

  /// Takes a dialog out, to be changed and put back by `put`.
  mutating func take(_ callID: String) -> Dialog? {
    guard let dialog = dialogs.removeValue(forKey: callID) else { return nil }
    bytes -= dialog.bytes
    return dialog
  }

  /// Puts a dialog in; to make room, the oldest one that has ended is forgotten, else the oldest.
  mutating func put(_ dialog: Dialog, as callID: String, isNew: Bool) {
    var dialog = dialog
    if isNew { all.append(callID) }
    if dialog.isEnded, !dialog.isQueued {
      dialog.isQueued = true
      ended.append(callID)
    }
    bytes += dialog.bytes
    dialogs[callID] = dialog
    while dialogs.count > limit || bytes > byteLimit, forgetOne() {}
  }

  private mutating func forgetOne() -> Bool {
    while let callID = Self.pop(&ended, &nextEnded) {
      guard dialogs[callID]?.isQueued == true else { continue }
      dialogs[callID]?.isQueued = false
      if dialogs[callID]?.isEnded == true {
        _ = take(callID)
        return true
      }
    }
    while let callID = Self.pop(&all, &nextOldest) {
      if take(callID) != nil { return true }
    }
    return false
  }

  private static func pop(_ queue: inout [String], _ next: inout Int) -> String? {
    guard next < queue.count else { return nil }
    defer {
      next += 1
      if next * 2 > queue.count {
        queue.removeFirst(next)
        next = 0
      }
    }
    return queue[next]
  }
}
