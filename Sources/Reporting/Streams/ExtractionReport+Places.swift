import RTP

extension ExtractionReport {
  /// Gives each stream that has a file its place among the others: by its sender's wall clock where
  /// RTCP tells it, else by the capture time of its first packet.
  package mutating func placeStreams() {
    let places = WallClocks(streams).places()
    for index in streams.indices where streams[index].outcome?.file != nil {
      let time = places[index]
      streams[index].place = StreamPlace(
        time: time ?? streams[index].statistics.firstTime, witness: time == nil ? .capture : .rtcp)
    }
  }
}
