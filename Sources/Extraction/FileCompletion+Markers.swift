import Playout
import Reporting
import Signalling
import SoundFile

extension FileCompletion {
  /// Writes the label track of a stream's own file, and cue points into it if it is a WAV.
  func writeMarkers(
    ofStream index: Int, _ file: WrittenFile, _ stem: String, _ report: inout ExtractionReport
  ) throws(ExtractionError) {
    let stream = report.streams[index]
    let offset = Double(file.leadFrames) / Double(stream.played?.timelineRate ?? 8000)
    try write(
      stream.markers(offset: offset, side: nil, report.gapStore), besides: stem,
      into: file.partName, rate: stream.played?.sampleRate ?? 8000, &report)
    noteUnmarkedGaps(of: index, &report)
  }

  /// The same for the stereo file of a call, with the side that each marker is about.
  func writeMarkers(
    ofCall streams: [Int], _ stem: String, rate: Int, _ report: inout ExtractionReport
  ) throws(ExtractionError) {
    let first = streams.map { report.streams[$0].place.time }.min() ?? 0
    let markers = streams.flatMap { index in
      let stream = report.streams[index]
      return stream.markers(
        offset: Double(stream.place.time &- first) * 1e-9,
        side: stream.sender == .callee ? "callee" : "caller", report.gapStore)
    }
    try write(markers, besides: stem, into: callPart(stem), rate: rate, &report)
    for index in streams { noteUnmarkedGaps(of: index, &report) }
  }

  private func noteUnmarkedGaps(of index: Int, _ report: inout ExtractionReport) {
    let count = report.streams[index].unmarkedGaps
    guard count > 0 else { return }
    report.streams[index].warnings.append("\(count) gaps have no marker, as they are too many")
  }

  /// Writes a label track named after `stem`, and cue points into the WAV that has grown as `part`.
  private func write(
    _ markers: [Marker], besides stem: String, into part: String, rate: Int,
    _ report: inout ExtractionReport
  ) throws(ExtractionError) {
    let markers = markers.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    try directory.write(stem + ".txt", overwrites: options.overwrites) { output in
      for marker in markers { output(Array(marker.line.utf8).span) }
    }
    guard options.container == .wav else { return }
    do throws(SoundFileError) {
      let written = try CuePoints.append(
        markers.map {
          CuePoints.Cue(frame: Int64(($0.start * Double(rate)).rounded()), label: $0.text)
        }, to: directory.path(of: part))
      guard written < markers.count else { return }
      report.notes.append(
        "\(stem).\(options.fileExtension): \(markers.count - written) of \(markers.count) markers "
          + "have no cue point; all are in \(stem).txt")
    } catch {
      throw .writing("\(error)")
    }
  }
}
