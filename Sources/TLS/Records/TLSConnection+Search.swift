import NetworkBytes

extension TLSConnection {
  /// Looks behind a hole for the next record that opens: where it begins, and how many were lost, is found by trying.
  ///
  /// False where it has to wait for more.
  func search(_ side: Side, _ keys: KeyLog) throws(TLSError) -> Bool {
    let candidates = try candidates(side, keys)
    if candidates.isEmpty, self[side].waitsFor != nil { return false }
    let buffer = self[side].buffer
    let readable = buffer.bytes.span.extracting(first: buffer.limit)
    var offset = buffer.start
    while let header = TLSRecordHeader(readable, at: offset) {
      if header.isPlausible, header.end > buffer.limit, buffer.gaps.isEmpty {
        self[side].buffer.advance(to: offset)
        return false
      }
      if header.isPlausible, header.end <= buffer.limit,
        try resume(side, with: header, readable, candidates)
      {
        self[side].buffer.advance(to: offset)
        self[side].isSearching = false
        self[side].isDiscontinuous = true
        return true
      }
      offset += 1
    }
    guard buffer.gaps.isEmpty else {
      self[side].buffer.passGap()
      return true
    }
    self[side].buffer.advance(to: offset)
    return false
  }

  /// The keys that the next record can have, and how many records under them can be lost; none in clear.
  private func candidates(
    _ side: Side, _ keys: KeyLog
  ) throws(TLSError) -> [(epoch: Epoch, lost: UInt64)] {
    var next: Epoch?
    switch self[side].phase {
    case .over: return []
    case .clear:
      let negotiation = negotiation(side)
      guard client != nil, negotiation.serverHello != nil else {
        // A hello that is lost will not come any more.
        guard client == side else { throw .handshakeMissing }
        _ = wait(side, .handshakeMissing)
        return []
      }
      next =
        negotiation.version?.is13 == true ? try handshakeEpoch(side, keys) : try epoch12(side, keys)
    case .handshakeOver: next = try applicationEpoch(side, keys)
    case .sealed(let epoch):
      if epoch.isHandshake {
        next = try applicationEpoch(side, keys)
        self[side].waitsFor = nil
      } else if let secret = epoch.trafficSecret {
        next = try updatedEpoch(side, secret)
      }
      let current = (epoch, TLSLimits.lostRecords)
      return [current] + (next.map { [($0, TLSLimits.lostEpochRecords)] } ?? [])
    }
    return next.map { [($0, TLSLimits.lostEpochRecords)] } ?? []
  }

  /// Whether the record opens by one of these keys, which are then the direction's.
  private func resume(
    _ side: Side, with header: TLSRecordHeader, _ bytes: Span<UInt8>,
    _ candidates: [(epoch: Epoch, lost: UInt64)]
  ) throws(TLSError) -> Bool {
    for (epoch, lost) in candidates where header.version == ProtocolVersion.tls12.rawValue {
      for sequence in epoch.sequence...epoch.sequence + lost {
        guard self[side].attempts > 0 else { throw .lost }
        self[side].attempts -= 1
        var content = bytes.extracting(header.content).copied
        if epoch.cipher.open(header, sequence: sequence, &content) != nil {
          var found = epoch
          found.sequence = sequence
          if case .clear = self[side].phase, found.trafficSecret == nil {
            change(side, to: found)
          } else {
            self[side].phase = .sealed(found)
          }
          self[side].attempts = TLSLimits.attempts
          return true
        }
      }
    }
    return false
  }
}
