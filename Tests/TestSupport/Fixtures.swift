package import Foundation

/// The folder `Fixtures` of the project; its README says what each trace holds.
package enum Fixtures {
  package static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Fixtures")

  /// The path of a trace, such as `tunnels/gre.pcap`.
  package static func capture(_ name: String) -> String {
    folder.appendingPathComponent("Captures/\(name)").path
  }
}
