import Audio
import DTMFAnalysis
package import Playout
import RTP
import Tones

/// A stretch of a file with a word on it: a digit, a loss, a reset.
package struct Marker {
  /// Seconds from the start of the file.
  package let start: Double
  package let end: Double
  package let text: String

  /// The line of an Audacity label track: start, end, text, with tabs between.
  package var line: String { "\(Self.seconds(start))\t\(Self.seconds(end))\t\(text)\n" }

  private static func seconds(_ value: Double) -> String {
    let microseconds = Int64((max(0, value) * 1e6).rounded())
    let digits = String(microseconds % 1_000_000)
    return "\(microseconds / 1_000_000)."
      + String(repeating: "0", count: 6 - digits.count) + digits
  }
}

extension StreamReport {
  /// What is to be marked of the stream, `offset` seconds into its file; stored gaps out of `gapStore`.
  package func markers(
    offset: Double, side: String?, _ gapStore: (any GapStore)?
  ) -> [Marker] {
    guard let played else { return [] }
    let rate = Double(played.timelineRate)
    let prefix = side.map { "\($0): " } ?? ""
    func marker(_ start: Int64, _ end: Int64, _ text: String) -> Marker {
      Marker(
        start: offset + Double(start) / rate, end: offset + Double(end) / rate,
        text: prefix + text)
    }
    var markers = played.events.map { event in
      let name = event.event.digit?.description ?? EventName.of(event.event.code)
      return marker(event.start, event.end, name)
    }
    markers += (played.heard?.digits ?? []).map {
      marker($0.start, $0.end, "\($0.digit) in-band")
    }
    for gap in gapStore?.gaps(of: played.gaps, limit: Self.markerLimit) ?? [] {
      switch gap.kind {
      case .loss: markers.append(marker(gap.start, gap.end, "lost"))
      case .reset: markers.append(marker(gap.start, gap.end, "reset"))
      case .undecoded: markers.append(marker(gap.start, gap.end, "undecoded"))
      case .silence, .pause, .event, .comfortNoise: break
      }
    }
    return markers
  }

  /// Gaps beyond this are not marked; nobody would look at them.
  private static let markerLimit = 100_000

  /// Gaps that have no marker because they are too many.
  package var unmarkedGaps: Int { max(0, (played?.gaps.count ?? 0) - Self.markerLimit) }
}
