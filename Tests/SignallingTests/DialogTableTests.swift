import Testing

@testable import Signalling

@Suite("Dialogs that are remembered")
struct DialogTableTests {
  private func dialog(_ call: Int, ended: Bool = false) throws -> Dialog {
    var dialog = Dialog(call: call)
    if ended {
      let bye = try #require(SIPHead(request("BYE").wire[...]).flatMap(SIPMessage.init))
      dialog.note(bye, hasDescription: false)
    }
    return dialog
  }

  @Test("the oldest that has ended makes room, then the oldest")
  func order() throws {
    var table = DialogTable(limit: 3)
    var unfinished: [Int] = []
    for (call, ended) in [(0, false), (1, true), (2, true), (3, false), (4, false), (5, false)] {
      unfinished.append(
        table.put(try dialog(call, ended: ended), as: "\(call)", isNew: true))
    }
    let left = (0...5).filter { table.take("\($0)") != nil }
    #expect(left == [3, 4, 5])
    // Two had ended, so that nothing of them was lost.
    #expect(unfinished == [0, 0, 0, 0, 0, 1])
  }

  @Test("an ended dialog that goes on is not forgotten first")
  func revived() throws {
    var table = DialogTable(limit: 2)
    _ = table.put(try dialog(0), as: "0", isNew: true)
    _ = table.put(try dialog(1, ended: true), as: "1", isNew: true)
    let taken = table.take("1")
    var revived = try #require(taken)
    let again = try #require(SIPHead(invite().wire[...]).flatMap(SIPMessage.init))
    revived.note(again, hasDescription: false)
    _ = table.put(revived, as: "1", isNew: false)
    _ = table.put(try dialog(2), as: "2", isNew: true)
    let left = (0...2).filter { table.take("\($0)") != nil }
    #expect(left == [1, 2])
  }

  @Test("the bound on bytes counts what a dialog remembers")
  func bytes() throws {
    let size = try dialog(0).bytes
    var table = DialogTable(limit: 1000, byteLimit: size * 10)
    for call in 0..<100 { _ = table.put(try dialog(call), as: "\(call)", isNew: true) }
    let left = (0..<100).filter { table.take("\($0)") != nil }
    #expect(left == Array(90..<100))
  }
}
