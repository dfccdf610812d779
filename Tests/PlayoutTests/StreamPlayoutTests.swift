import Playout
import Testing

@Suite("Playing a stream")
struct StreamPlayoutTests {
  @Test("every sample stands where its timestamp says")
  func contiguous() throws {
    let packets = Stream.noise(300)
    let played = try play(packets, [Media.pcmu])
    #expect(played.samples == packets.flatMap(\.payload).map(expandMu))
    #expect(played.sampleRate == 8000)
    #expect(played.channels == 1)
    #expect(played.gaps == [])
    #expect(played.result.frames == 48_000)
    #expect(played.result.sampleRate == 8000)
  }

  @Test("a stream without packets, or without audio, makes no sound")
  func empty() throws {
    #expect(try play([], []).sampleRate == nil)
    let unknown = PayloadFormat(payloadType: 96, format: nil, origin: nil)
    for format in [unknown, Media.named(96, "EVS/16000"), Media.named(96, "H264/90000")] {
      let played = try play(Stream.noise(200), [format])
      #expect(played.result.sampleRate == nil)
      #expect(played.sampleRate == nil)
    }
  }

  @Test("lost packets leave silence of their length")
  func loss() throws {
    var packets = Stream.noise(50)
    let whole = packets.flatMap(\.payload).map(expandMu)
    packets.removeSubrange(30..<33)
    packets.remove(at: 10)
    let played = try play(packets, [Media.pcmu])
    #expect(played.gaps == ["1600-1760 loss silence", "4800-5280 loss silence"])
    var expected = whole
    for index in Array(1600..<1760) + Array(4800..<5280) { expected[index] = 0 }
    #expect(played.samples == expected)
  }

  @Test("a pause of the sender that capture time bears out is silence")
  func pause() throws {
    var packets = Stream.noise(50)
    for index in 20..<50 {
      packets[index].timestamp &+= 24_000
      packets[index].time += 3
    }
    let played = try play(packets, [Media.pcmu])
    #expect(played.gaps == ["3200-27200 silence silence"])
    #expect(played.result.frames == 32_000)
  }

  @Test("a pause of the capture alone adds nothing")
  func capturePause() throws {
    var packets = Stream.noise(50)
    for index in 20..<50 { packets[index].time += 300 }
    #expect(try play(packets, [Media.pcmu]).samples == packets.flatMap(\.payload).map(expandMu))
  }

  @Test("a reset of the timestamp goes on where capture time says")
  func reset() throws {
    var packets = Stream.noise(50)
    for index in 20..<50 {
      packets[index].timestamp &+= 1_000_000_000
      packets[index].time += 1
    }
    let played = try play(packets, [Media.pcmu])
    #expect(played.gaps == ["3200-11200 reset silence"])
    #expect(played.result.findings.resets.count == 1)
    #expect(played.result.frames == 16_000)
  }

  @Test("where timestamps let packets overlap, all of them are heard")
  func overlap() throws {
    var packets = Stream.noise(4)
    for index in 2..<4 { packets[index].timestamp &-= 60 }
    let whole = packets.flatMap(\.payload).map(expandMu)
    let played = try play(packets, [Media.pcmu])
    #expect(played.samples == whole)
    packets[2].timestamp = packets[1].timestamp
    packets[3].timestamp &+= 60
    let repeated = try play(packets, [Media.pcmu])
    #expect(repeated.samples == whole)
    #expect(repeated.gaps == [])
  }

  @Test("time zero is the lowest time of the first packets")
  func timeZero() throws {
    var packets = Stream.noise(3)
    packets.swapAt(0, 1)
    (packets[0].order, packets[1].order) = (packets[1].order, packets[0].order)
    let played = try play(packets, [Media.pcmu])
    // The lower timestamp comes behind the higher one: it goes on behind that, and the third is 320 ticks ahead of it.
    #expect(played.result.frames == 640)
    #expect(played.gaps == ["320-480 silence silence"])
  }

  @Test("gaps closed join the ends")
  func close() throws {
    var packets = Stream.noise(50)
    packets.removeSubrange(30..<33)
    let played = try play(packets, [Media.pcmu]) { $0.gapFill = .close }
    #expect(played.samples == packets.flatMap(\.payload).map(expandMu))
    #expect(played.gaps == ["4800-5280 loss closed"])
    #expect(played.result.frames == 47 * 160)
  }

  @Test("gaps concealed sound at first, then fade, and keep their length")
  func conceal() throws {
    var packets = Stream.noise(50)
    let whole = packets.flatMap(\.payload).map(expandMu)
    packets.removeSubrange(30..<40)
    let played = try play(packets, [Media.pcmu]) { $0.gapFill = .conceal }
    #expect(played.gaps == ["4800-6400 loss concealed"])
    #expect(Array(played.samples[..<4800]) == Array(whole[..<4800]))
    #expect(Array(played.samples[6400...]) == Array(whole[6400...]))
    #expect(power(played.samples[4800..<4880]) > power(whole[4700..<4800]) / 2)
    #expect(played.samples[5600..<6400].allSatisfy { $0 == 0 })
    // A pause of the sender is none of concealment's business.
    for index in 20..<40 {
      packets[index].timestamp &+= 8000
      packets[index].time += 1
    }
    let paused = try play(packets, [Media.pcmu]) { $0.gapFill = .conceal }
    #expect(paused.gaps.first == "3200-11200 silence silence")
  }

  @Test("a sink that fails ends it, with the sink's own words")
  func failure() throws {
    let sink = RecordingSink()
    sink.limit = 100
    var playout = StreamPlayout(options: PlayoutOptions(), sinks: [sink])
    var scratch = PlayoutScratch()
    var batch = EncodedBatch()
    for packet in Stream.noise(5) {
      batch.append(
        packet.payload.span, order: packet.order, timestamp: packet.timestamp, time: 0, format: 0)
    }
    let taken = batch.take(5, playable: 5)
    var failure: SinkFailure?
    do { try playout.play(taken, formats: [Media.pcmu], scratch: &scratch) } catch {
      failure = error
    }
    #expect(failure?.description == "the disk is full")
  }
}
