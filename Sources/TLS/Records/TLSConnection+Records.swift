import Cryptography
import NetworkBytes

extension TLSConnection {
  /// Reads a whole record; false where it has to wait for a secret or for the other direction.
  func read(
    _ header: TLSRecordHeader, _ side: Side, _ keys: KeyLog, _ output: Output
  ) throws(TLSError) -> Bool {
    switch self[side].phase {
    case .over: return false
    case .clear:
      guard header.contentType == TLSRecordHeader.ContentType.applicationData else {
        return try readClear(header, side, keys)
      }
      guard client != nil else { throw .handshakeMissing }
      guard let version = negotiation(side).version else { return wait(side, .handshakeMissing) }
      guard version.is13 else { throw .damaged }
      guard let epoch = try handshakeEpoch(side, keys) else { return false }
      self[side].phase = .sealed(epoch)
    case .handshakeOver:
      guard let epoch = try applicationEpoch(side, keys) else { return false }
      self[side].phase = .sealed(epoch)
    case .sealed: break
    }
    return try readSealed(header, side, keys, output)
  }

  private func readClear(
    _ header: TLSRecordHeader, _ side: Side, _ keys: KeyLog
  ) throws(TLSError) -> Bool {
    switch header.contentType {
    case TLSRecordHeader.ContentType.handshake:
      let content = self[side].buffer.bytes.span.extracting(header.content).copied
      for event in self[side].messages.append(content.span) { try handle(event, from: side) }
    case TLSRecordHeader.ContentType.changeCipherSpec:
      guard client != nil else { throw .handshakeMissing }
      guard let version = negotiation(side).version else { return wait(side, .handshakeMissing) }
      // In TLS 1.3 it is there for middleboxes only (RFC 8446, section D.4).
      if version.is13 { return true }
      guard let epoch = try epoch12(side, keys) else { return false }
      change(side, to: epoch)
    default: break
    }
    return true
  }

  private func readSealed(
    _ header: TLSRecordHeader, _ side: Side, _ keys: KeyLog, _ output: Output
  ) throws(TLSError) -> Bool {
    guard case .sealed(var epoch) = self[side].phase else { return false }
    let is13 = epoch.trafficSecret != nil
    if is13, header.contentType != TLSRecordHeader.ContentType.applicationData { return true }
    var content = self[side].buffer.bytes.span.extracting(header.content).copied
    guard let record = epoch.cipher.open(header, sequence: epoch.sequence, &content) else {
      guard self[side].mayFail > 0 else { throw epoch.sequence == 0 ? .wrongKey : .damaged }
      self[side].mayFail -= 1
      return true
    }
    epoch.sequence += 1
    self[side].phase = .sealed(epoch)
    (self[side].hasOpened, self[side].mayFail) = (true, 0)
    let opened = content.span.extracting(record.range)
    switch record.contentType {
    case TLSRecordHeader.ContentType.applicationData where !opened.isEmpty:
      guard let origin = self[side].buffer.origin(upTo: header.end) else { break }
      let isDiscontinuous = self[side].isDiscontinuous
      self[side].isDiscontinuous = false
      output(opened, isDiscontinuous, side, origin)
    case TLSRecordHeader.ContentType.handshake:
      for event in self[side].messages.append(opened) { try handleSealed(event, side) }
    case TLSRecordHeader.ContentType.changeCipherSpec where !is13:
      // Keys that were negotiated anew (RFC 5246, section 7.1).
      guard let next = try epoch12(side, keys) else {
        epoch.sequence -= 1
        self[side].phase = .sealed(epoch)
        return false
      }
      change(side, to: next)
    case TLSRecordHeader.ContentType.alert where opened.count == 2 && opened[1] == 0:
      // close_notify: the last that this side sends.
      self[side].end()
    default: break
    }
    return true
  }
}
