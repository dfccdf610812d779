import Audio
import JSON
import Playout

extension PlayoutResult {
  /// What the sender's clock did that it should not have done, in sentences.
  func timeWarnings(_ formats: [PayloadFormat]) -> [String] {
    let clocks = formats.compactMap { warning(of: $0) }
    guard findings != TimelineFindings() else { return clocks }
    return [
      sentence(
        findings.resets, "resets of the timestamp or clock rate began new segments",
        added(findings.resets)),
      sentence(
        findings.outliers, "packets had timestamps off the line of those around them",
        "; their sequence numbers place them"),
      sentence(
        findings.standing, "packets repeat the timestamp before them, with audio of their own",
        "; their sequence numbers place them"),
      sentence(
        findings.pauses, "pauses of the capture over which the timestamp did not step",
        added(findings.pauses)),
      sentence(
        findings.shortened, "stretches of silence were longer than what may be made up",
        "; \(seconds(findings.shortened.added)) s of them were left out"),
    ].compactMap { $0 } + clocks
  }

  private func sentence(
    _ finding: TimelineFindings.Finding, _ what: String, _ outcome: String
  ) -> String? {
    guard finding.count > 0 else { return nil }
    return "\(finding.count) \(what), the first at \(seconds(finding.first)) s\(outcome)"
  }

  private func added(_ finding: TimelineFindings.Finding) -> String {
    finding.added > 0 ? "; capture time makes \(seconds(finding.added)) s of silence of them" : ""
  }

  /// That a format's timestamps run by another clock than it names; nil where they do not.
  private func warning(of format: PayloadFormat) -> String? {
    guard let seen = format.clockSeen, let named = format.format else { return nil }
    return
      "payload type \(format.payloadType) is \(named.encodingName)/\(named.clockRate), but from "
      + "\(seconds(seen.start)) s on its timestamps count \(seen.rate) ticks a second by the length of its payloads "
      + "and by capture time; that clock was used"
  }

  private func seconds(_ frames: Int64) -> String {
    JSONWriter.text(Double(frames) / Double(timelineRate), decimals: 3)
  }
}

extension PayloadFormat {
  /// That its payloads are not what was said of them; nil where they are.
  var remarkWarning: String? {
    guard let format else { return nil }
    let name = "payload type \(payloadType) is \(format.encodingName)"
    if let named, named.clockRate != format.clockRate {
      return "\(name), but was described with a clock of \(named.clockRate) Hz; it always has "
        + "\(format.clockRate)"
    }
    return remark.map { "\(name), but \($0)" }
  }
}
