import NetworkBytes
package import Playout
import RTP
import SRTP

extension Demultiplexer {
  /// A stream that may be SRTP, of which nothing is certain, is taken to be in clear after as many packets in vain.
  private static let patience = 128

  /// Takes what signalling and handshakes say of a stream's protection so far.
  mutating func noteProtection(of stream: Int) {
    let key = streams[stream].key
    let isCertain =
      !options.isPlain
      && (bindings.isProtected(key) || keys.isNegotiated(key) || keys.hasAgreedByZRTP(key))
    if isCertain || keys.mayProtect(key) {
      streams[stream].mayBeProtected(isCertain: isCertain)
    }
  }

  /// How the sides of a stream agree on keys.
  private func agreement(of key: StreamKey) -> ProtectedStream.Agreement {
    if keys.hasAgreedByZRTP(key) { return .zrtp }
    if keys.isNegotiated(key) { return .dtls }
    return bindings.isKeyedByMIKEY(key) ? .mikey : bindings.isProtected(key) ? .sdes : .unknown
  }

  /// Takes a datagram that is neither RTP nor RTCP, if it agrees on keys; false where it does not.
  mutating func receive(
    agreement bytes: Span<UInt8>, from source: SocketAddress, to destination: SocketAddress
  ) -> Bool {
    guard ZRTPMessage.ends(bytes) else { return false }
    keys.noteZRTP(between: source, and: destination)
    for stream in streamsByAddress[source] ?? [] { noteProtection(of: stream) }
    return true
  }

  /// Tries the keys that there are on a stream that may be SRTP; with `isLast` nothing more comes.
  package mutating func settleProtection(of index: Int, isLast: Bool = false) {
    guard var protected = streams[index].protected, case .closed = protected.state,
      protected.hasSamples || isLast
    else { return }
    let key = streams[index].key
    protected.unsupported = keys.unsupportedSuite(of: key)
    protected.agreement = agreement(of: key)
    if protected.isSpoiled { return streams[index].protected = protected }
    protected.isCertain = protected.isCertain || keys.isNegotiated(key)
    let version = keys.version(for: key, call: streams[index].call)
    // All other keys of the trace are tried at the beginning and at its end.
    if protected.triedVersion < version || isLast {
      protected.triedVersion = version
      let candidates = keys.candidates(for: key, call: streams[index].call, keyLog: keyLog)
      if !candidates.isEmpty {
        protected.wasTried = true
        let all = candidates.map { $0.key }
        var result = try? search.search(all, Array(protected.samples.prefix(3)))
        if case .notFound = result, !protected.newest.isEmpty {
          result = try? search.search(all, protected.newest)
        }
        switch result {
        case .found(let match):
          let origin = candidates.first { $0.key.secret == match.key.secret }?.origin
          protected.state = .opened(
            StreamProtection(match, from: origin ?? .sdp, candidates: candidates))
        case .unauthenticated:
          // Nothing is decrypted by a key that no tag has borne out.
          protected.unsupported =
            "its packets have no tag (UNAUTHENTICATED_SRTP), which alone bears out a key"
        case .notFound, nil: break
        }
      }
    }
    if case .closed = protected.state, !protected.isCertain,
      isLast || streams[index].batch.packets + streams[index].packetsElsewhere >= Self.patience
    {
      protected.state = .plain
    }
    streams[index].protected = protected
  }

  /// How the packets of a stream lie in batches, with the newest keys that it may change to.
  package mutating func protection(of index: Int) -> PacketProtection? {
    guard let protection = streams[index].protection.0 else { return nil }
    guard case .key(let known) = protection else { return protection }
    let (key, call) = (streams[index].key, streams[index].call)
    let version = keys.version(for: key, call: call)
    guard streams[index].protected?.triedVersion ?? 0 < version else { return protection }
    let newest = StreamProtection(
      known.match, from: known.origin,
      candidates: keys.candidates(for: key, call: call, keyLog: keyLog))
    streams[index].protected?.state = .opened(newest)
    streams[index].protected?.triedVersion = version
    return .key(newest)
  }
}

extension InboundStream {
  /// Begins to keep packets whole.
  ///
  /// What was kept without its header before cannot be opened; where nothing is certain, it is in clear.
  mutating func mayBeProtected(isCertain: Bool) {
    if protected == nil, isCertain || reception.tracker.packets == 0 {
      var stream = ProtectedStream()
      stream.isSpoiled = isStarted
      protected = stream
      dropHeld()
      batch.recycle()
    }
    if isCertain { protected?.isCertain = true }
  }

  /// Reads in clear, at the end of the trace, what the reader itself asks of packets: payload types that nothing names,
  /// and events.
  mutating func readWhatWasOpened() {
    guard let protected, protected.protection != nil else { return }
    if hasUnknownFormat {
      for (bytes, order) in protected.openedSamples() {
        guard let packet = RTPPacket(parsing: bytes.span),
          let format = formatIndex(of: packet.payloadType)
        else { continue }
        guesses[format]?.look(
          at: bytes.span.extracting(packet.payload), order: order, timestamp: packet.timestamp)
      }
    }
    guard let protection = protected.protection else { return }
    var opener = PacketOpener()
    // Taken out, as the stream itself is asked which packets report events.
    var log = eventLog
    log?.replacePayloads { packet in
      opener.payload(of: packet.payload, order: packet.order, by: protection).flatMap {
        mayReportEvents($0.span, packet.format) ? $0 : nil
      }
    }
    eventLog = log
  }
}
