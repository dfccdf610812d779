import Playout
import RTP
import Signalling
import SoundFile

extension ExtractionReport {
  /// Writes the label track of a file that holds the given streams, and cue points into a WAV,
  /// which still has the name that it grew under.
  mutating func writeMarkers(
    of indices: [Int], besides stem: String, in directory: OutputDirectory,
    _ options: ExtractionOptions
  ) throws(ExtractionError) {
    let isCall = options.layout == .call && stem.hasPrefix("call-")
    let first = indices.map { streams[$0].place.time }.min() ?? 0
    var markers: [Marker] = []
    for index in indices {
      let stream = streams[index]
      let rate = Double(stream.played?.timelineRate ?? 8000)
      let offset =
        isCall
        ? Double(stream.place.time &- first) * 1e-9 : Double(stream.leadFrames) / rate
      let side = isCall ? (stream.sender == .callee ? "callee" : "caller") : nil
      markers += stream.markers(offset: offset, side: side, gapArchive)
      if stream.unmarkedGaps > 0 {
        streams[index].warnings.append(
          "\(stream.unmarkedGaps) gaps have no marker, as they are too many")
      }
    }
    markers.sort { ($0.start, $0.end) < ($1.start, $1.end) }
    try directory.write(stem + ".txt", overwrites: options.overwrites) { output in
      for marker in markers { output(Array(marker.line.utf8).span) }
    }
    guard options.container == .wav else { return }
    let rate = Double(indices.compactMap { streams[$0].played?.sampleRate }.max() ?? 8000)
    let part = isCall ? "\(stem).\(options.fileExtension).part" : streams[indices[0]].partName
    do throws(SoundFileError) {
      let written = try CuePoints.append(
        markers.map {
          CuePoints.Cue(frame: Int64(($0.start * rate).rounded()), label: $0.text)
        }, to: directory.path(of: part))
      if written < markers.count {
        noted.append(
          "\(stem).\(options.fileExtension): \(markers.count - written) of \(markers.count) markers "
            + "have no cue point; all are in \(stem).txt")
      }
    } catch {
      throw .writing("\(error)")
    }
  }
}
