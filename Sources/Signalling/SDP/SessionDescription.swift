/// A session description (SDP, RFC 8866), as far as it says what RTP packets mean.
package struct SessionDescription: Sendable {
  /// The `m=` sections, in order; `media[n].index` is n.
  package private(set) var media: [MediaDescription] = []

  /// What is wrong with it, as a user would want to know; a trace is read in spite of it.
  private(set) var problem: SignallingError?

  /// Reads a whole description, such as a file.
  ///
  /// - Throws: the first thing in it that cannot be understood.
  package init(parsing text: some StringProtocol) throws(SignallingError) {
    let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]
    let bytes = Bytes(text)
    self.init(bytes.starts(with: byteOrderMark) ? bytes.dropFirst(3) : bytes)
    if let problem { throw problem }
    if media.isEmpty { throw .noMediaDescription }
  }

  /// Reads what can be read; the first thing that cannot goes to `problem`.
  init(_ bytes: Bytes) {
    var reader = SessionDescriptionReader()
    var rest = bytes
    var number = 0
    if !bytes.drop(while: \.isBlank).starts(with: "v=") { problem = .notASessionDescription }
    while let line = rest.popLine() {
      number += 1
      guard number <= SignallingLimits.descriptionLines else {
        problem = problem ?? .tooManyLines
        break
      }
      if !reader.read(line: line.trimmed) {
        problem = problem ?? .unreadableLine(number: number, text: line.text())
      }
    }
    media = reader.finish()
  }
}
