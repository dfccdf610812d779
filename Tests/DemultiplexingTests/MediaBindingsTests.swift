import Audio
import NetworkBytes
import Playout
import RTP
import Signalling
import Testing

@testable import Demultiplexing

@Suite("What a payload type means")
struct MediaBindingsTests {
  private static let alice = SocketAddress(IPAddress(ipv4: 0xc000_0201), port: 4000)
  private static let bob = SocketAddress(IPAddress(ipv4: 0xc000_0202), port: 5000)
  /// From Alice to Bob.
  private static let key = StreamKey(ssrc: 1, source: alice, destination: bob)

  private static func body(_ address: SocketAddress, _ lines: String) -> String {
    """
    v=0
    o=- 1 1 IN IP4 \(address.address)
    s=-
    c=IN IP4 \(address.address)
    t=0 0
    \(lines)

    """.replacing("\n", with: "\r\n")
  }

  /// What Alice's INVITE, and Bob's answer to it, announce.
  private static func announcements(offer: String, answer: String? = nil) -> [MediaAnnouncement] {
    var observer = SignallingObserver()
    func see(_ start: String, _ tag: String, _ body: String) {
      let message = """
        \(start)
        To: <sip:bob@example.com>\(tag)
        From: <sip:alice@example.com>;tag=a
        Call-ID: 1
        CSeq: 1 INVITE
        Content-Type: application/sdp
        Content-Length: \(body.utf8.count)


        """.replacing("\n", with: "\r\n") + body
      let bytes = Array(message.utf8)
      _ = observer.receive(datagram: bytes.span, at: 0, from: alice, to: bob)
    }
    see("INVITE sip:bob@example.com SIP/2.0", "", body(alice, offer))
    if let answer { see("SIP/2.0 200 OK", ";tag=b", body(bob, answer)) }
    return observer.takeAnnouncements()
  }

  private static func bindings(
    options: [UInt8: MediaFormat] = [:], file: String? = nil, offer: String? = nil,
    answer: String? = nil
  ) throws -> MediaBindings {
    var bindings = MediaBindings(
      options: options,
      description: try file.map { try SessionDescription(parsing: body(bob, $0)) })
    for announcement in offer.map({ announcements(offer: $0, answer: answer) }) ?? [] {
      _ = bindings.announce(announcement)
    }
    return bindings
  }

  private static let option = MediaFormat(encodingName: "L16", clockRate: 8000)
  private static let receiver = "m=audio 5000 RTP/AVP 96\r\na=rtpmap:96 opus/48000/2"
  private static let sender = "m=audio 4000 RTP/AVP 96\r\na=rtpmap:96 PCMA/8000"
  private static let file = "m=audio 9 RTP/AVP 96\r\na=rtpmap:96 G722/8000"

  @Test("an option goes before the receiver's SDP, that before the sender's, that before a file's")
  func precedence() throws {
    let key = Self.key
    let all = try Self.bindings(
      options: [96: Self.option], file: Self.file, offer: Self.sender, answer: Self.receiver)
    #expect(all.format(of: 96, in: key)?.0.encodingName == "L16")
    #expect(all.format(of: 96, in: key)?.1 == .option)
    let both = try Self.bindings(file: Self.file, offer: Self.sender, answer: Self.receiver)
    #expect(both.format(of: 96, in: key)?.0.encodingName == "opus")
    #expect(both.format(of: 96, in: key)?.1 == .sdp)
    // In the other direction Alice is the receiver.
    let back = StreamKey(ssrc: 2, source: Self.bob, destination: Self.alice)
    #expect(both.format(of: 96, in: back)?.0.encodingName == "PCMA")
    let one = try Self.bindings(file: Self.file, offer: Self.sender)
    #expect(one.format(of: 96, in: key)?.0.encodingName == "PCMA")
    let described = try Self.bindings(file: Self.file)
    #expect(described.format(of: 96, in: key)?.0.encodingName == "G722")
    #expect(described.format(of: 96, in: key)?.1 == .sdp)
    let nothing = try Self.bindings()
    #expect(nothing.format(of: 96, in: key) == nil)
  }

  @Test("static payload types come last, but need nothing (RFC 3551)")
  func assigned() throws {
    let nothing = try Self.bindings()
    #expect(nothing.format(of: 8, in: Self.key)?.0.encodingName == "PCMA")
    #expect(nothing.format(of: 8, in: Self.key)?.1 == .static)
    let file = try Self.bindings(file: "m=audio 9 RTP/AVP 8\r\na=rtpmap:8 PCMU/8000")
    #expect(file.format(of: 8, in: Self.key)?.0.encodingName == "PCMU")
  }

  @Test("packets are expected where either side described their payload type")
  func expectation() throws {
    let both = try Self.bindings(offer: Self.sender, answer: Self.receiver)
    #expect(both.expects(96, on: Self.key))
    #expect(!both.expects(97, on: Self.key))
    let elsewhere = SocketAddress(IPAddress(ipv4: 9), port: 9)
    #expect(!both.expects(96, on: StreamKey(ssrc: 1, source: elsewhere, destination: elsewhere)))
    #expect(both.expects(96, on: StreamKey(ssrc: 1, source: elsewhere, destination: Self.bob)))
  }

  @Test("the caller and the callee are told by whose address is whose")
  func parties() throws {
    let both = try Self.bindings(offer: Self.sender, answer: Self.receiver)
    #expect(both.sender(of: Self.key) == .caller)
    let back = StreamKey(ssrc: 2, source: Self.bob, destination: Self.alice)
    #expect(both.sender(of: back) == .callee)
    #expect(both.call(of: Self.key) == 0)
    #expect(try Self.bindings().sender(of: Self.key) == nil)
  }

  @Test("SAVP on either side protects; crypto lines under AVP do not")
  func protection() throws {
    let secured = "m=audio 4000 RTP/SAVP 0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVC"
    #expect(try Self.bindings(offer: secured).isProtected(Self.key))
    let best = secured.replacing("SAVP", with: "AVP")
    #expect(try !Self.bindings(offer: best).isProtected(Self.key))
  }

  @Test("a rejected section says nothing; several port pairs say the same")
  func ports() throws {
    let rejected = try Self.bindings(offer: "m=audio 0 RTP/AVP 96\r\na=rtpmap:96 PCMA/8000")
    #expect(rejected.format(of: 96, in: Self.key) == nil)
    let pairs = try Self.bindings(offer: "m=audio 4000/3 RTP/AVP 96\r\na=rtpmap:96 PCMA/8000")
    for (port, isKnown) in [(4000, true), (4001, false), (4002, true), (4004, true), (4006, false)]
    {
      let source = SocketAddress(Self.alice.address, port: UInt16(port))
      let key = StreamKey(ssrc: 1, source: source, destination: Self.bob)
      #expect((pairs.format(of: 96, in: key) != nil) == isKnown)
    }
  }

  @Test("port counts that pass the last port, or are absurd, do no harm")
  func absurdPorts() throws {
    let bindings = try Self.bindings(
      offer: "m=audio 65535/65535 RTP/AVP 96\r\na=rtpmap:96 PCMA/8000")
    for (port, isKnown) in [(UInt16.max, true), (0, false), (1, false), (65_533, false)] {
      let source = SocketAddress(Self.alice.address, port: port)
      let key = StreamKey(ssrc: 1, source: source, destination: Self.bob)
      #expect((bindings.format(of: 96, in: key) != nil) == isKnown, "\(port)")
    }
  }

  @Test("bundled sections of one address are all heard (RFC 9143)")
  func bundle() throws {
    let bundled = try Self.bindings(
      offer: "m=audio 4000 RTP/AVP 96\r\na=rtpmap:96 opus/48000/2\r\n"
        + "m=video 4000 RTP/AVP 97\r\na=rtpmap:97 VP8/90000")
    #expect(bundled.format(of: 96, in: Self.key)?.0.encodingName == "opus")
    #expect(bundled.format(of: 97, in: Self.key)?.0.encodingName == "VP8")
  }

  @Test("the newest description of an address counts")
  func newest() throws {
    var bindings = try Self.bindings(offer: Self.sender)
    for announcement in Self.announcements(
      offer: "m=audio 4000 RTP/AVP 96\r\na=rtpmap:96 PCMU/8000")
    {
      #expect(bindings.announce(announcement) == [Self.alice])
    }
    #expect(bindings.format(of: 96, in: Self.key)?.0.encodingName == "PCMU")
  }

  @Test("channels of more streams than can be remembered are counted")
  func manyChannels() throws {
    var bindings = try Self.bindings()
    for ssrc in 0..<65_540 as Range<UInt32> {
      bindings.note(
        2, of: StreamKey(ssrc: ssrc, source: Self.alice, destination: Self.bob))
    }
    #expect(bindings.channelsNotNoted == 4)
    bindings.note(4, of: Self.key)
    #expect(bindings.channelsNotNoted == 4)
  }

  @Test("formats of a stream beyond the limit are counted, and taken for the last one")
  func manyFormats() throws {
    var stream = InboundStream(
      key: Self.key, firstPacket: 1, options: DemultiplexingOptions(), pool: PagePool())
    let bindings = try Self.bindings()
    // What is no report of an event makes a new format of a type that nothing names.
    for _ in 0..<253 { _ = stream.resolveFormat(96, [1, 2, 3].span, bindings) }
    #expect(stream.formats.count == 250)
    #expect(stream.surplusFormats == 3)
  }
}
