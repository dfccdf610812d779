package import Foundation

/// A trace of the fixtures whose SIP over TCP goes over TLS instead, by OpenSSL (`Tests/Handshakes`).
package struct SecureTrace {
  /// The trace, and the key log of its connections.
  package let path: String
  package let keyLog: String

  /// Whether what makes it is there.
  package static let canBeMade: Bool =
    (try? Tool.run("openssl", "version")) != nil
    && (try? Tool.run("python3", "-c", "import ssl; ssl.SSLContext.keylog_filename")) != nil

  /// Makes it by a version of TLS, `1.2` or `1.3`, in TCP segments of `segment` bytes at most.
  package init(
    _ name: String, version: String, in folder: TemporaryFolder, segment: Int = 1300
  ) throws {
    let script = Fixtures.folder.deletingLastPathComponent()
      .appendingPathComponent("Tests/Handshakes/over-tls.py").path
    path = folder.path("tls-\(version).pcap")
    keyLog = folder.path("keys-\(version).txt")
    try Tool.run("python3", script, version, Trace.path(name), path, keyLog, "\(segment)")
  }

  package var trace: Trace { Trace(contents(path)) }

  /// The text of its key log.
  package var secrets: String { String(decoding: contents(keyLog), as: UTF8.self) }

  private var words: [[Substring]] {
    secrets.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { $0.split(separator: " ") }
  }

  /// The same, but of each secret the first digits are others.
  package var damagedSecrets: String {
    words.map { "\($0[0]) \($0[1]) 0123456789abcdef\($0[2].dropFirst(16))" }
      .joined(separator: "\n")
  }

  /// The last digits of each secret, as nobody may see them.
  package var endsOfSecrets: [String] { words.map { $0[2].suffix(16).lowercased() } }
}

extension Trace {
  /// The same records as a pcapng file, with the key logs that are to stand before some of them.
  package func pcapng(secrets: [Int: String], _ order: Endian = .little) -> Data {
    var file = PcapngBytes(order)
    file.section()
    file.interface()
    for (index, record) in records.enumerated() {
      if let text = secrets[index] { file.secrets(text) }
      func field(_ start: Int) -> UInt64 {
        (0..<4).reduce(0) { $0 | UInt64(record[start + $1]) << (8 * UInt64($1)) }
      }
      file.packet(Array(record[16...]), ticks: field(0) * 1_000_000 + field(4))
    }
    if let text = secrets[records.count] { file.secrets(text) }
    return Data(file.bytes)
  }
}
