import Files
import TLS

/// What `--keylog` names: files, or pipes, with the secrets of handshakes.
enum KeyLogOption {
  private static let chunkLength = 65_536

  /// Reads the files in their order; throws the exit status where one cannot be read, after a message.
  static func read(_ paths: [String], isQuiet: Bool) throws -> KeyLog {
    var keyLog = KeyLog()
    for path in paths {
      let before = keyLog.counters.lines
      do throws(FileError.Reason) {
        try append(path, to: &keyLog)
      } catch {
        Terminal.message("\(path): \(error)")
        throw ExitStatus.noInput
      }
      if keyLog.counters.lines == before, !isQuiet {
        Terminal.message(
          "\(path): holds no secret of a handshake; a key log has lines such as "
            + "CLIENT_RANDOM, 64 hexadecimal digits, 96 more")
      }
    }
    return keyLog
  }

  private static func append(_ path: String, to keyLog: inout KeyLog) throws(FileError.Reason) {
    let file = try FileDescriptor(reading: path) { true }
    var chunk = [UInt8](repeating: 0, count: chunkLength)
    // It held secrets.
    defer { for index in chunk.indices { chunk[index] = 0 } }
    while true {
      var room = chunk.mutableSpan
      guard let count = try file.read(into: &room) else { continue }
      guard count > 0 else { break }
      keyLog.append(chunk.span.extracting(first: count))
    }
    keyLog.endText()
  }
}
